import type { ExpectationState } from './baseline/expectation.js'
import type { Correlator } from './correlate/correlator.js'
import type { Entry } from './correlate/entry.js'
import { makeGroup, valuesOf } from './correlate/group.js'
import type { Group } from './correlate/group.js'
import { keyOf } from './correlate/keys.js'
import type { Loaded, LoadedCorrelation } from './load.js'
import { finite } from './watermark.js'
import type { WatermarkState } from './watermark.js'

/** The state of an evaluator as JSON. */
export interface Snapshot {
  readonly format: 'clawback-state/1'
  readonly watermarks: WatermarkState
  readonly correlations: readonly CorrelationState[]
  /** What baselines remember; absent before they remembered anything. */
  readonly baselines?: ExpectationState
}

export interface CorrelationState {
  readonly pack: string
  readonly rule: string
  /** State is taken over only by a rule that means the same. */
  readonly hash: string
  /** Everything before it is closed; null for never. */
  readonly horizon: number | null
  readonly evicted: number
  readonly overflowed: number
  readonly late: number
  /** Stalest first. */
  readonly groups: readonly GroupState[]
}

type SavedEntry = readonly [number, string, number, string, (readonly string[])?, true?]

export interface GroupState {
  readonly values: readonly string[]
  /** time, id, rule, value, refs, provisional. */
  readonly entries: readonly SavedEntry[]
  /** Window start and dedupe key of what was said as certain. */
  readonly said: readonly (readonly [number, string])[]
  readonly due: number | null
}

export function takeState(
  { correlations }: Loaded,
  watermarks: WatermarkState,
  baselines: ExpectationState,
): Snapshot {
  const seen = baselines.sessions.length > 0 || baselines.peers.length > 0
  return {
    format: 'clawback-state/1',
    watermarks,
    correlations: correlations.map(takeCorrelation),
    ...(seen ? { baselines } : {}),
  }
}

function takeCorrelation({ source, rule, correlator }: LoadedCorrelation): CorrelationState {
  const { evicted, overflowed, late } = correlator.stats
  return {
    pack: source.name,
    rule: rule.id,
    hash: rule.hash,
    horizon: finite(correlator.horizon),
    evicted,
    overflowed,
    late,
    groups: [...correlator.stalestFirst()].map((group) => takeGroup(group, correlator.spent(group))),
  }
}

/** When entries of no more use are dropped is the correlator's own affair: a snapshot never holds them. */
function takeGroup(group: Group, spent: number): GroupState {
  return {
    values: valuesOf(group),
    entries: group.entries.slice(spent).map(saveEntry),
    said: [...(group.said ?? [])].map(([start, { dedupeKey }]) => [start, dedupeKey]),
    due: Number.isFinite(group.due) ? group.due : null,
  }
}

/** Only what came from a correlation below has references, and only that may be provisional. */
function saveEntry({ time, id, rule, value, refs, provisional }: Entry): SavedEntry {
  if (refs === undefined) return [time, id, rule, value]
  return provisional === undefined ? [time, id, rule, value, refs] : [time, id, rule, value, refs, true]
}

function readEntry([time, id, rule, value, refs, provisional]: SavedEntry): Entry {
  return { time, id, rule, value, refs, provisional: provisional === true ? true : undefined }
}

/** Gives each correlation the state of the one of the same pack, id and meaning. */
export function adoptState({ correlations }: Loaded, snapshot: Snapshot): void {
  for (const { source, rule, correlator } of correlations) {
    const state = snapshot.correlations.find(
      (one) => one.pack === source.name && one.rule === rule.id && one.hash === rule.hash,
    )
    if (state !== undefined) adoptCorrelation(correlator, state)
  }
}

function adoptCorrelation(correlator: Correlator, state: CorrelationState): void {
  correlator.horizon = state.horizon ?? -Infinity
  Object.assign(correlator.stats, { evicted: state.evicted, overflowed: state.overflowed, late: state.late })
  for (const saved of state.groups) correlator.adopt(makeSaved(saved))
}

function makeSaved(saved: GroupState): Group {
  const group = makeGroup(keyOf(saved.values), saved.values)
  group.entries = saved.entries.map(readEntry)
  if (saved.said.length > 0)
    group.said = new Map(saved.said.map(([start, dedupeKey]) => [start, { dedupeKey }]))
  group.due = saved.due ?? Infinity
  return group
}
