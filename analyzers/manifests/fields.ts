import type { Data } from './data.js'
import { maskEnv, maskHeader } from './mask.js'

/** One leaf of a manifest: its path of keys and its value as text. A list of scalars is one leaf. */
export interface Leaf {
  readonly key: string
  readonly value: string
  readonly line: number
}

/** The leaves of a manifest in order; values of environment variables and headers are masked. Stops after `most`. */
export function* leaves(data: Data, most: number): Generator<Leaf> {
  const counter = { left: most }
  yield* below(data, [], 0, counter)
}

const variables = new Set(['env', 'environment', 'envs'])
const headers = new Set(['headers', 'http_headers'])

function* below(
  data: Data,
  path: readonly string[],
  line: number,
  counter: { left: number },
): Generator<Leaf> {
  if (counter.left <= 0) return
  if (data.kind === 'map') {
    for (const member of data.members) yield* below(member.value, [...path, member.key], member.line, counter)
    return
  }
  if (data.kind === 'list' && data.items.some((item) => item.kind !== 'scalar')) {
    for (const [index, item] of data.items.entries())
      yield* below(item, [...path, String(index)], item.line, counter)
    return
  }
  counter.left--
  const value = data.kind === 'scalar' ? scalarText(data) : data.items.map(scalarText).join(', ')
  yield { key: path.join('.'), value: masked(path, value), line: line === 0 ? data.line : line }
}

function scalarText(data: Data): string {
  return data.kind === 'scalar' && data.value !== null ? String(data.value) : ''
}

function masked(path: readonly string[], value: string): string {
  const name = path.at(-1) ?? ''
  const parent = path.at(-2) ?? ''
  if (variables.has(parent)) return maskEnv(name, value)
  return headers.has(parent) ? maskHeader(name, value) : value
}
