import type { PlanLogsource } from '@clawback/model'
import { hash } from './alert.js'
import type { Finding } from './correlate/finding.js'
import type { Feed, Loaded, LoadedCorrelation, LoadedRule } from './load.js'
import { load, read } from './match/view.js'
import type { Cell, View } from './match/view.js'
import type { Router } from './route.js'

/** What the rules say of one event, before it is told as alerts or matches. */
export interface Sink {
  /** A single-event rule holds. The view is loaded with the event. */
  rule(loaded: LoadedRule, fields: Readonly<Record<string, string>>): void
  correlation(loaded: LoadedCorrelation, finding: Finding): void
}

const nothing: readonly LoadedRule[] = []

/** Rules that hold for the event; the view stays loaded with it. */
export function matching(
  router: Router,
  view: View,
  event: Readonly<Record<string, unknown>>,
  logsource: PlanLogsource | undefined,
): readonly LoadedRule[] {
  load(view, event)
  const { rules, candidates } = router(logsource)
  if (rules.length === 0) return nothing
  const { found, count } = candidates(view)
  if (count === 0) return nothing
  view.asked += count
  let held: LoadedRule[] | undefined
  for (let i = 0; i < count; i++) {
    const loaded = rules[found[i] as number] as LoadedRule
    if (!loaded.holds(view)) continue
    if (held === undefined) held = [loaded]
    else held.push(loaded)
  }
  return held ?? nothing
}

/** Hands an event that matched a rule to the correlations that take the rule in. The view is loaded with it. */
export function feedEvent(loaded: LoadedRule, view: View, id: string, time: number, sink: Sink): void {
  for (const feed of loaded.feeds) {
    const by = values(view, feed.byCells)
    const value = values(view, feed.valueCells)
    if (by === undefined || value === undefined) continue
    const entry = {
      time,
      id,
      rule: feed.index,
      value: value.length === 0 ? '' : value.length === 1 ? (value[0] ?? '') : value.join('\u0000'),
      refs: undefined,
      provisional: undefined,
    }
    for (const finding of feed.into.correlator.add(by, entry)) tell(feed.into, finding, sink)
  }
}

const noValues: readonly string[] = []

/** Texts of the fields; undefined when one is missing, for then the event takes no part. */
function values(view: View, cells: readonly Cell[]): readonly string[] | undefined {
  const [only] = cells
  if (only === undefined) return noValues
  if (cells.length === 1) {
    const text = valueOf(view, only)
    return text === undefined ? undefined : [text]
  }
  const out: string[] = []
  for (const cell of cells) {
    const text = valueOf(view, cell)
    if (text === undefined) return undefined
    out.push(text)
  }
  return out
}

function valueOf(view: View, cell: Cell): string | undefined {
  read(view, cell)
  if (cell.size === 0) return undefined
  const text = cell.size === 1 ? (cell.texts[0] ?? '') : cell.texts.slice(0, cell.size).join('\u0000')
  return text.length <= valueCap ? text : `${text.slice(0, valueCap - 17)}~${hash(text)}`
}

/** Longer values are told apart by their beginning and a digest, so that a state of many groups stays bounded. */
const valueCap = 512

/** Tells a finding, and hands it to the correlations above. */
export function tell(loaded: LoadedCorrelation, finding: Finding, sink: Sink): void {
  sink.correlation(loaded, finding)
  for (const feed of loaded.feeds) {
    const by = feed.by.map((name) => grouped(loaded, finding, name))
    const value = feed.into.rule.fields.map((name) => grouped(loaded, finding, name))
    if (by.includes(undefined) || value.includes(undefined)) continue
    for (const above of handOver(feed, finding, by as string[], value.join('\u0000'), loaded.rule.id))
      tell(feed.into, above, sink)
  }
}

function handOver(
  feed: Feed,
  finding: Finding,
  by: readonly string[],
  value: string,
  rule: string,
): readonly Finding[] {
  const id = `${rule}:${finding.dedupe}`
  const { correlator } = feed.into
  if (finding.state === 'retracted') {
    correlator.withdraw(by, id)
    return []
  }
  const { time, refs } = finding
  const entry = { time, id, rule: feed.index, value, refs }
  return finding.state === 'certain'
    ? correlator.add(by, { ...entry, provisional: true })
    : correlator.replace(by, { ...entry, provisional: undefined })
}

/** The value a correlation was grouped by: all a correlation above can know of it. */
function grouped(loaded: LoadedCorrelation, finding: Finding, name: string): string | undefined {
  const at = loaded.rule.by.findIndex((group) => group.name === name)
  return at < 0 ? undefined : finding.group[at]
}

/** Closes every window that ends by `horizon`, each correlation after those it takes in. */
export function close({ correlations }: Loaded, horizon: number, sink: Sink): void {
  for (const loaded of correlations)
    for (const finding of loaded.correlator.advance(horizon - loaded.behind)) tell(loaded, finding, sink)
}
