import { ClawbackError } from '@clawback/model'
import type { Suppression } from '@clawback/model'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { YAMLMap } from 'yaml'

/** Longest file, in UTF-16 units, and most entries: a person reads them all. */
const characters = 1_000_000
const entries = 10_000
const keys = ['rule', 'path', 'artifact', 'reason', 'expires']

type Say = (node: unknown, detail: string, mend: string) => ClawbackError

/**
 * Reads a suppressions file: `suppressions:` is a list of `{rule, path and/or artifact, reason, expires}`. Throws
 * INPUT_MALFORMED with `file:line` at the first entry that is not whole, since half a decision is none.
 */
export function readSuppressions(file: string, text: string): readonly Suppression[] {
  const lines = new LineCounter()
  const lineOf = (offset: number): number => lines.linePos(offset).line
  const refuse = (line: number, detail: string, mend: string): ClawbackError =>
    new ClawbackError('INPUT_MALFORMED', { where: `${file}:${line}`, detail, mend })
  if (text.length > characters)
    throw refuse(1, `the file is longer than ${characters} characters`, 'Split the work, or the file.')
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) throw refuse(lineOf(error.pos[0]), `YAML: ${error.message}`, 'Mend the YAML.')
  const start = (node: unknown): number => lineOf((node as { range?: [number] } | null)?.range?.[0] ?? 0)
  const say: Say = (node, detail, mend) => refuse(start(node), detail, mend)
  const top = document.contents
  const list = isMap(top) && top.items.length === 1 ? top.get('suppressions', true) : undefined
  if (!isSeq(list))
    throw say(top, 'the file holds something else than a list', 'Write one key, `suppressions`, and a list.')
  if (list.items.length > entries)
    throw say(list, `more than ${entries} entries`, 'Take out what has expired.')
  return list.items.map((node) => readEntry(node, say, `${file}:${start(node)}`))
}

function readEntry(node: unknown, say: Say, source: string): Suppression {
  if (!isMap(node)) throw say(node, 'the entry is not a mapping', `Give it ${keys.join(', ')}.`)
  for (const { key } of node.items)
    if (!isScalar(key) || !keys.includes(String(key.value)))
      throw say(key, 'the entry has a key that is not known', `Use ${keys.join(', ')}.`)
  const rule = textOf(node, 'rule', say)
  const reason = textOf(node, 'reason', say)
  const expires = textOf(node, 'expires', say)
  const path = textOf(node, 'path', say)
  const artifact = textOf(node, 'artifact', say)
  if (rule === undefined) throw say(node, 'the entry names no rule', 'Give the id of a rule.')
  if (reason === undefined)
    throw say(node, 'the entry gives no reason', 'Say in `reason` why it is no threat.')
  if (expires === undefined)
    throw say(node, 'the entry never expires', 'Give in `expires` its last day, YYYY-MM-DD.')
  if (!isDay(expires)) throw say(node.get('expires', true), 'expires is not a day', 'Write YYYY-MM-DD.')
  if (path === undefined && artifact === undefined)
    throw say(node, 'the entry would hold everywhere', 'Give `path`, `artifact` (sha256:…) or both.')
  if (artifact !== undefined && !/^sha256:[0-9a-f]{64}$/.test(artifact))
    throw say(node.get('artifact', true), 'artifact is not an id', 'Copy the id from a report: sha256:…')
  if (path !== undefined && (path.startsWith('/') || path.split('/').includes('..')))
    throw say(node.get('path', true), 'path leaves the artifact', 'Write it relative to the artifact.')
  return {
    rule,
    reason,
    expires,
    source,
    ...(path === undefined ? {} : { path }),
    ...(artifact === undefined ? {} : { artifact }),
  }
}

/** A text that is there, undefined when the key is not; anything else is refused. */
function textOf(node: YAMLMap, key: string, say: Say): string | undefined {
  const value = node.get(key, true)
  if (value === undefined) return undefined
  const text = isScalar(value) && typeof value.value === 'string' ? value.value.trim() : ''
  if (text === '' || text.length > 1024)
    throw say(value, `${key} is not a text of 1 to 1024 characters`, 'Write it in quotes.')
  return text
}

/** A day of the calendar: the 31st of June is none. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
  )
}
