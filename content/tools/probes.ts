import type { Probe, TextModel, TextProbe } from '@clawback/model'
import type { PackProblem } from './problem.js'
import { stem } from './paths.js'
import type { YamlDocument } from './yaml.js'

interface ProbeContext {
  readonly pack: string
  /** File name without its ending -> model, of `models/`. */
  readonly models: ReadonlyMap<string, unknown>
}

type Fields = Readonly<Record<string, unknown>>
type Refuse = (key: string, detail: string, mend: string) => Probe | undefined

/** Reads the documents of `probes/`: one probe each, of kind yara, code-query, taint, text or text-model. */
export function readProbes(
  documents: readonly YamlDocument[],
  { pack, models }: ProbeContext,
  problems: PackProblem[],
): ReadonlyMap<string, readonly Probe[]> {
  const found = new Map<string, Probe[]>()
  const seen = new Set<string>()
  for (const document of documents) {
    const refuse: Refuse = (key, detail, mend) => {
      problems.push({ severity: 'error', ...document.at(key), detail, mend })
      return undefined
    }
    const probe = readProbe((document.value ?? {}) as Fields, { pack, models }, refuse)
    if (probe === undefined) continue
    if (seen.has(probe.id))
      refuse('id', `the probe ${probe.id} is there twice`, 'Give each probe its own id.')
    seen.add(probe.id)
    found.set(stem(document.path), [...(found.get(stem(document.path)) ?? []), probe])
  }
  return found
}

function readProbe(value: Fields, { pack, models }: ProbeContext, refuse: Refuse): Probe | undefined {
  const { kind, id, tags = [], rule, language, source, query, patterns, roles, model } = value
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(id))
    return refuse('id', 'the probe has no id of lower-case letters, digits and dashes', 'Add `id`.')
  if (!isTexts(tags)) return refuse('tags', 'tags is not a list of texts', 'Write it as a list.')
  const head = { id, pack, tags, ...(rule === undefined ? {} : { rule: rule as NonNullable<Probe['rule']> }) }
  switch (kind) {
    case 'yara':
      return typeof source === 'string'
        ? { kind, ...head, source }
        : refuse('source', 'a yara probe has its rules in `source`', 'Add `source`.')
    case 'code-query':
      return typeof language === 'string' && typeof query === 'string'
        ? { kind, ...head, language, query }
        : refuse('query', 'a code-query probe has `language` and `query`', 'Add both.')
    case 'text':
      if (!isTexts(patterns) || patterns.length === 0)
        return refuse('patterns', 'a text probe has `patterns`', 'Add at least one.')
      if (roles !== undefined && !isTexts(roles))
        return refuse('roles', 'roles is not a list', 'Write it as a list.')
      return readText(value, patterns, { ...head, ...(roles === undefined ? {} : { roles }) }, refuse)
    case 'taint':
      return readTaint(value, head, refuse)
    case 'text-model': {
      const found = typeof model === 'string' ? models.get(model) : undefined
      return found === undefined
        ? refuse('model', 'a text-model probe names a file of `models/`', 'Name it without its ending.')
        : { kind, ...head, model: found as TextModel }
    }
    default:
      return refuse(
        'kind',
        `there is no probe kind ${String(kind)}`,
        'Use yara, code-query, taint, text or text-model.',
      )
  }
}

/** Most characters between a pattern and what is to follow it: as often as a pattern may repeat anything. */
const furthest = 1_000

function readText(
  { then, within, either = false, absent = false }: Fields,
  patterns: readonly string[],
  probe: Pick<TextProbe, 'id' | 'pack' | 'tags' | 'roles'>,
  refuse: Refuse,
): Probe | undefined {
  if (typeof absent !== 'boolean')
    return refuse('absent', '`absent` is true or false', 'Say true to be told that nothing matches.')
  const head = absent ? { ...probe, absent } : probe
  if (then === undefined && within === undefined) return { kind: 'text', ...head, patterns }
  if (!isTexts(then) || then.length === 0)
    return refuse('then', '`then` is not a list of patterns', 'Write what must follow as a list.')
  if (typeof within !== 'number' || !Number.isInteger(within) || within < 1 || within > furthest)
    return refuse(
      'within',
      'what is to follow needs `within`',
      `Give the most characters between, 1 to ${furthest}.`,
    )
  if (typeof either !== 'boolean')
    return refuse('either', '`either` is true or false', 'Say true for both orders.')
  const ordered = patterns.map((pattern) => followed(pattern, then, within))
  const turned = either ? patterns.map((pattern) => preceded(pattern, then, within)) : []
  return { kind: 'text', ...head, patterns: [...ordered, ...turned] }
}

/** One pattern with something after it, under the flags of the first. */
function followed(pattern: string, then: readonly string[], within: number): string {
  return `${pattern}.{0,${within}}(?:${then.join('|')})`
}

/** The other order, under the same flags. */
function preceded(pattern: string, then: readonly string[], within: number): string {
  const [flags = ''] = /^\(\?[a-z]+\)/.exec(pattern) ?? []
  return `${flags}(?:${then.join('|')}).{0,${within}}${pattern.slice(flags.length)}`
}

const howToWrite =
  'Write tag: [patterns]; for many calls on many arguments {calls: [names], on: [arguments]}.'

function readTaint(
  value: Fields,
  head: Pick<Probe, 'id' | 'pack' | 'tags'>,
  refuse: Refuse,
): Probe | undefined {
  const { language, sanitizers = [] } = value
  const sources = ends(value['sources'])
  const sinks = ends(value['sinks'])
  if (typeof language !== 'string') return refuse('language', 'a taint probe has a `language`', 'Add it.')
  if (sources === undefined) return refuse('sources', 'sources is not {tag: [pattern]}', howToWrite)
  if (sinks === undefined) return refuse('sinks', 'sinks is not {tag: [pattern]}', howToWrite)
  if (!isTexts(sanitizers)) return refuse('sanitizers', 'sanitizers is not a list', 'Write it as a list.')
  return { kind: 'taint', ...head, language, sources, sinks, sanitizers }
}

/** `{tag: [pattern, …]}` as written, `[{pattern, tag}, …]` as engines want it. */
function ends(value: unknown): { readonly pattern: string; readonly tag: string }[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const found = Object.entries(value as Fields).map(([tag, items]) => ({
    tag,
    patterns: Array.isArray(items) ? items.map(patternsOf) : [undefined],
  }))
  if (found.some(({ patterns }) => patterns.includes(undefined))) return undefined
  return found.flatMap(({ tag, patterns }) =>
    patterns.flatMap((some) => (some ?? []).map((pattern) => ({ pattern, tag }))),
  )
}

/** A pattern; or `{calls: [name, …], on: [argument, …]}`, which is each call on each argument. */
function patternsOf(item: unknown): readonly string[] | undefined {
  if (typeof item === 'string') return [item]
  if (typeof item !== 'object' || item === null) return undefined
  const { calls, on, ...rest } = item as Fields
  if (!isTexts(calls) || !isTexts(on) || Object.keys(rest).length > 0) return undefined
  return calls.flatMap((call) => on.map((argument) => `${call}(${argument})`))
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
