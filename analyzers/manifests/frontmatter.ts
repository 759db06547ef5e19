import type { Data, Member } from './data.js'
import { parseData } from './parse.js'

/** The head of a Markdown file and where its body begins. */
export interface Frontmatter {
  readonly data: Data
  readonly body: string
  /** Line of the body's first line, from 1. */
  readonly bodyLine: number
  /** Why the head had to be read line by line. */
  readonly problem?: string
}

/** Splits a Markdown text; without a head the data is empty and everything is body. */
export async function readFrontmatter(text: string): Promise<Frontmatter> {
  const found = /^---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text)
  if (found === null) return { data: { kind: 'map', members: [], line: 1 }, body: text, bodyLine: 1 }
  const head = found[1] ?? ''
  const body = text.slice(found[0].length)
  const bodyLine = found[0].split('\n').length
  const { data, problem } = await parseData(Buffer.from(head), 'yaml')
  if (data?.kind === 'map') return { data: shift(data, 1), body, bodyLine }
  const why = problem === undefined ? {} : { problem: problem.detail }
  return { data: lineByLine(head), body, bodyLine, ...why }
}

/** Clients read heads that no YAML parser accepts (`description: Use when: …`), so every line `key: value` counts. */
function lineByLine(head: string): Data {
  const members: Member[] = []
  for (const [index, line] of head.split(/\r?\n/).entries()) {
    const [, key, value] = /^([\w-]+):[ \t]*(.*)$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) {
      const plain = value.replace(/^(["'])(.*)\1$/, '$2')
      members.push({ key, line: index + 2, value: { kind: 'scalar', value: plain, line: index + 2 } })
    } else if (/^\s+\S/.test(line)) append(members, line.trim())
  }
  return { kind: 'map', members, line: 2 }
}

function append(members: Member[], more: string): void {
  const last = members.pop()
  if (last?.value.kind !== 'scalar') return
  members.push({ ...last, value: { ...last.value, value: `${String(last.value.value)} ${more}`.trim() } })
}

/** The same data, so many lines further down. */
function shift(data: Data, by: number): Data {
  const line = data.line + by
  if (data.kind === 'scalar') return { ...data, line }
  if (data.kind === 'list') return { ...data, line, items: data.items.map((item) => shift(item, by)) }
  const members = data.members.map((one) => ({ ...one, line: one.line + by, value: shift(one.value, by) }))
  return { ...data, line, members }
}
