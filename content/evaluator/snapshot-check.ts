import { ClawbackError } from '@clawback/model'

/**
 * Refuses what is no snapshot before any of it is taken over: a state half restored, or out of order, would tell wrong
 * alerts, and times that are none would close windows for ever. Throws INPUT_MALFORMED.
 */
export function checkSnapshot(snapshot: unknown): void {
  const { format, watermarks, correlations, baselines } = object('snapshot', snapshot)
  if (format !== 'clawback-state/1') throw malformed('format', `it is ${shown(format)}, not clawback-state/1`)
  const { sources, all } = object('watermarks', watermarks)
  optional('watermarks.all', all)
  for (const [i, source] of list('watermarks.sources', sources).entries()) {
    const [name, clock] = list(`watermarks.sources[${i}]`, source)
    text(`watermarks.sources[${i}]`, name)
    optional(`watermarks.sources[${i}]`, clock)
  }
  for (const [i, state] of list('correlations', correlations).entries())
    checkCorrelation(`correlations[${i}]`, state)
  if (baselines === undefined) return
  const remembered = object('baselines', baselines)
  for (const name of ['sessions', 'peers']) checkSeen(`baselines.${name}`, remembered[name])
}

function checkSeen(where: string, value: unknown): void {
  for (const [i, seen] of list(where, value).entries()) {
    const [key, items] = list(`${where}[${i}]`, seen)
    text(`${where}[${i}]`, key)
    for (const item of list(`${where}[${i}]`, items))
      for (const at of [0, 1]) text(`${where}[${i}]`, list(`${where}[${i}]`, item)[at])
  }
}

function checkCorrelation(where: string, value: unknown): void {
  const state = object(where, value)
  for (const name of ['pack', 'rule', 'hash']) text(`${where}.${name}`, state[name])
  for (const name of ['evicted', 'overflowed', 'late']) number(`${where}.${name}`, state[name])
  optional(`${where}.horizon`, state['horizon'])
  const seen = new Set<string>()
  for (const [i, group] of list(`${where}.groups`, state['groups']).entries()) {
    const key = checkGroup(`${where}.groups[${i}]`, group)
    if (seen.has(key)) throw malformed(`${where}.groups[${i}]`, 'the group is there twice')
    seen.add(key)
  }
}

/** Returns what tells the group from others. */
function checkGroup(where: string, value: unknown): string {
  const group = object(where, value)
  const values = list(`${where}.values`, group['values'])
  for (const one of values) text(`${where}.values`, one)
  optional(`${where}.due`, group['due'])
  for (const said of list(`${where}.said`, group['said'])) {
    const [start, dedupe] = list(`${where}.said`, said)
    number(`${where}.said`, start)
    text(`${where}.said`, dedupe)
  }
  let last = -Infinity
  for (const [i, entry] of list(`${where}.entries`, group['entries']).entries()) {
    const at = `${where}.entries[${i}]`
    const [time, id, rule, correlated, refs] = list(at, entry)
    const now = number(at, time)
    if (now < last) throw malformed(at, 'the entries are not in order of time')
    last = now
    text(at, id)
    if (!Number.isInteger(rule) || number(at, rule) < 0)
      throw malformed(at, 'the rule is not a place in a list')
    text(at, correlated)
    if (refs !== undefined) for (const ref of list(at, refs)) text(at, ref)
  }
  return JSON.stringify(values)
}

function malformed(where: string, detail: string): ClawbackError {
  const mend = 'Restore a snapshot as it was taken, or start without one.'
  return new ClawbackError('INPUT_MALFORMED', { where, detail, mend })
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 64) : typeof value
}

function object(where: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(where, 'it is not an object')
  return value as Readonly<Record<string, unknown>>
}

function list(where: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(where, 'it is not a list')
  return value as readonly unknown[]
}

function text(where: string, value: unknown): void {
  if (typeof value !== 'string') throw malformed(where, 'it is not a text')
}

function number(where: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw malformed(where, 'it is not a number')
  return value
}

/** A number, or null where there is none yet. */
function optional(where: string, value: unknown): void {
  if (value !== null) number(where, value)
}
