import type { Aggregate, Entry } from './entry.js'
import { firstAfter } from './group.js'
import type { Group } from './group.js'

/** A window in which the condition holds: entries `from` to `to` (both included) of its group. */
export interface Hit {
  /** What tells this window from others of the group; the same however the events arrived. */
  readonly start: number
  readonly from: number
  readonly to: number
}

/**
 * How a correlation cuts time. `seen` is asked after each entry, of correlations that may fire early; `closed` gives
 * what finally holds of the windows that end by `horizon` and did not by the one before.
 */
export interface Windows {
  /** Windows that hold with the entry at `at` in them: a late one may complete several, and all must be closed. */
  seen(group: Group, at: number): readonly Hit[]
  closed(group: Group, previous: number, horizon: number): Hit[]
  /** Whether the window that began at `start` is closed once everything before `horizon` is. */
  over(group: Group, start: number, horizon: number): boolean
  /** When the window of an entry closes. */
  due(entry: Pick<Entry, 'time'>): number
  /** How many entries, oldest first, are of no more use once everything before `horizon` is closed. */
  spent(group: Group, horizon: number): number
  /** Whether all entries of a group are, by the time of its last one. */
  isSpent(latest: number, horizon: number): boolean
  /** Whether that holds for each entry by its own time, whatever comes after it. */
  readonly isSpentAlone: boolean
}

type Make = () => Aggregate

const none: readonly Hit[] = []

/**
 * Sliding windows of `span` that end at an event: an alert says that one of them holds, at most once per `span` of time
 * (aligned, so that the alert is the same whatever the order of arrival).
 */
export function sliding(span: number, make: Make): Windows {
  const bucket = (time: number): number => Math.floor(time / span) * span
  return {
    seen: (group, at) => {
      const hit = (end: number): Hit => hitAt(group, end, bucket(group.entries[end]?.time ?? 0), span)
      if (at < group.entries.length - 1) return slideThrough(group, at, span, make, bucket).map(hit)
      const end = slideTail(group, span, make)
      return end === undefined ? none : [hit(end)]
    },
    closed: (group, previous, horizon) => {
      const since = bucket(previous)
      const hits: Hit[] = []
      const done = new Set<number>()
      slide(group, firstAfter(group.entries, since - span), make, span, (end, time) => {
        const start = bucket(time)
        if (start < since || start + span > horizon || done.has(start)) return
        done.add(start)
        hits.push(hitAt(group, end, start, span))
      })
      return hits
    },
    over: (_group, start, horizon) => start + span <= horizon,
    due: (entry) => bucket(entry.time) + span,
    spent: (group, horizon) => firstAfter(group.entries, bucket(horizon) - span),
    isSpent: (latest, horizon) => latest <= bucket(horizon) - span,
    isSpentAlone: true,
  }
}

function hitAt(group: Group, end: number, start: number, span: number): Hit {
  const time = group.entries[end]?.time ?? 0
  return { start, from: firstAfter(group.entries, time - span), to: end }
}

/** The common case: the entry is the latest one, and the aggregate of the last window moves with it. */
function slideTail(group: Group, span: number, make: Make): number | undefined {
  const { entries } = group
  const end = entries.length - 1
  const last = entries[end]
  if (last === undefined) return undefined
  const from = last.time - span
  if (group.tail === undefined) {
    group.tail = make()
    group.tailFrom = firstAfter(entries, from)
    for (let i = group.tailFrom; i < end; i++) addTo(group.tail, entries[i])
  }
  group.tail.add(last)
  for (; (entries[group.tailFrom]?.time ?? Infinity) <= from; group.tailFrom++) {
    const gone = entries[group.tailFrom]
    if (gone !== undefined) group.tail.remove(gone)
  }
  return group.tail.holds(from) ? end : undefined
}

/** An entry that came late may complete any window that ends up to a span after it: the first end in each bucket. */
function slideThrough(
  group: Group,
  at: number,
  span: number,
  make: Make,
  bucket: (time: number) => number,
): number[] {
  const time = group.entries[at]?.time ?? 0
  const found = new Map<number, number>()
  slide(group, firstAfter(group.entries, time - span), make, span, (end, ending) => {
    const start = bucket(ending)
    if (end >= at && ending < time + span && !found.has(start)) found.set(start, end)
  })
  return [...found.values()]
}

/**
 * Moves a window over the entries from `first` on and reports each end at which the condition holds. A window ends with
 * all entries of its last time in it: before that it is no window, only an order of arrival.
 */
function slide(
  group: Group,
  first: number,
  make: Make,
  span: number,
  report: (end: number, time: number) => void,
): void {
  const { entries } = group
  const aggregate = make()
  let from = first
  for (let end = first; end < entries.length; end++) {
    const entry = entries[end]
    if (entry === undefined) return
    aggregate.add(entry)
    for (; (entries[from]?.time ?? Infinity) <= entry.time - span; from++)
      removeFrom(aggregate, entries[from])
    if (entries[end + 1]?.time === entry.time) continue
    if (aggregate.holds(entry.time - span)) report(end, entry.time)
  }
}

function addTo(aggregate: Aggregate, entry: Entry | undefined): void {
  if (entry !== undefined) aggregate.add(entry)
}

function removeFrom(aggregate: Aggregate, entry: Entry | undefined): void {
  if (entry !== undefined) aggregate.remove(entry)
}

/** Windows side by side, aligned with the epoch; a span of Infinity is one window over everything. */
export function tumbling(span: number, make: Make): Windows {
  const bucket = (time: number): number => (span === Infinity ? -Infinity : Math.floor(time / span) * span)
  const end = (start: number): number => (span === Infinity ? Infinity : start + span)
  const check = (group: Group, from: number, to: number, start: number): Hit | undefined => {
    const aggregate = make()
    for (let i = from; i <= to; i++) addTo(aggregate, group.entries[i])
    return aggregate.holds(-Infinity) ? { start, from, to } : undefined
  }
  return {
    seen: (group, at) => {
      const start = bucket(group.entries[at]?.time ?? 0)
      if (group.said?.has(start) === true) return none
      const from = firstAt(group.entries, start)
      if (at === group.entries.length - 1)
        return upTo(group, from, at, make).holds(-Infinity) ? [{ start, from, to: at }] : none
      const hit = check(group, from, firstAt(group.entries, end(start)) - 1, start)
      return hit === undefined ? none : [hit]
    },
    closed: (group, previous, horizon) => {
      const hits: Hit[] = []
      for (let from = firstAt(group.entries, bucket(previous)); from < group.entries.length;) {
        const start = bucket(group.entries[from]?.time ?? 0)
        if (end(start) > horizon) break
        const next = end(start) === Infinity ? group.entries.length : firstAt(group.entries, end(start))
        const hit = check(group, from, next - 1, start)
        if (hit !== undefined) hits.push(hit)
        from = next
      }
      return hits
    },
    over: (_group, start, horizon) => end(start) <= horizon,
    due: (entry) => end(bucket(entry.time)),
    spent: (group, horizon) => firstAt(group.entries, bucket(horizon)),
    isSpent: (latest, horizon) => latest < bucket(horizon),
    isSpentAlone: true,
  }
}

/** The aggregate of a window that only grows: what was added to it for the entry before is not added again. */
function upTo(group: Group, from: number, to: number, make: Make): Aggregate {
  let { tail } = group
  if (tail === undefined || group.tailFrom !== from || group.tailTo > to) {
    tail = make()
    group.tail = tail
    group.tailFrom = from
    group.tailTo = from
  }
  for (; group.tailTo <= to; group.tailTo++) addTo(tail, group.entries[group.tailTo])
  return tail
}

/** The first index whose entry is at `time` or later. */
function firstAt(entries: readonly Entry[], time: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.time ?? Infinity) < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Runs of events with no gap longer than `span`; a window closes when the gap has passed. */
export function session(span: number, make: Make): Windows {
  const isOver = (group: Group, to: number, horizon: number): boolean =>
    (group.entries[to]?.time ?? Infinity) + span < horizon
  const check = (group: Group, from: number, to: number): Hit | undefined => {
    const aggregate = make()
    for (let i = from; i <= to; i++) addTo(aggregate, group.entries[i])
    return aggregate.holds(-Infinity) ? { start: group.entries[from]?.time ?? 0, from, to } : undefined
  }
  return {
    seen: (group, at) => {
      if (at === group.entries.length - 1) {
        const goesOn = group.tailTo === at && group.tail !== undefined && gapAfter(group, at - 1) <= span
        const from = goesOn ? group.tailFrom : runStart(group, at, span)
        const start = group.entries[from]?.time ?? 0
        return upTo(group, from, at, make).holds(-Infinity) ? [{ start, from, to: at }] : none
      }
      const hit = check(group, runStart(group, at, span), runEnd(group, at, span))
      return hit === undefined ? none : [hit]
    },
    closed: (group, _previous, horizon) => {
      const hits: Hit[] = []
      for (let from = 0; from < group.entries.length;) {
        const to = runEnd(group, from, span)
        if (!isOver(group, to, horizon)) break
        const hit = check(group, from, to)
        if (hit !== undefined) hits.push(hit)
        from = to + 1
      }
      return hits
    },
    over: (group, start, horizon) => {
      const at = firstAt(group.entries, start)
      // The entry it began with may have been withdrawn; otherwise it lasts as long as its run.
      if (group.entries[at]?.time !== start) return start + span < horizon
      return isOver(group, runEnd(group, at, span), horizon)
    },
    due: (entry) => entry.time + span + 1,
    spent: (group, horizon) => {
      let count = 0
      while (count < group.entries.length) {
        const to = runEnd(group, count, span)
        if (!isOver(group, to, horizon)) break
        count = to + 1
      }
      return count
    },
    isSpent: (latest, horizon) => latest + span < horizon,
    isSpentAlone: false,
  }
}

function gapAfter(group: Group, at: number): number {
  return (group.entries[at + 1]?.time ?? Infinity) - (group.entries[at]?.time ?? -Infinity)
}

function runStart(group: Group, at: number, span: number): number {
  let from = at
  while (from > 0 && gapAfter(group, from - 1) <= span) from--
  return from
}

function runEnd(group: Group, at: number, span: number): number {
  let to = at
  while (to < group.entries.length - 1 && gapAfter(group, to) <= span) to++
  return to
}
