import type { Aggregate, Entry } from './entry.js'

/** The state of one group of a correlation: its entries in order of time, and what was already said. */
export interface Group {
  readonly key: string
  /** Values of the group-by fields; undefined for a single one, which is the key. */
  readonly values: readonly string[] | undefined
  /** Its place among the groups of the correlation. */
  slot: number
  entries: Entry[]
  /** Window start -> what went out for it as certain. Only windows that are not closed; most groups never say a thing. */
  said: Map<number, Said> | undefined
  /** Incremental aggregate of the window that ends at the last entry, from entry `tailFrom` on. */
  tail: Aggregate | undefined
  tailFrom: number
  /** The entry after the last one in it; of windows that only grow. */
  tailTo: number
  /** When the group next has something to close; Infinity for never. */
  due: number
  /** How often it stands in the heap of what is due. */
  waits: number
}

export interface Said {
  readonly dedupeKey: string
}

/** Shared by groups that hold nothing yet; {@link insert} puts a list of their own in its place. */
const noEntries: Entry[] = []
const shortList = 4

export function makeGroup(key: string, values: readonly string[]): Group {
  return {
    key,
    values: valuesBeside(values),
    slot: 0,
    entries: noEntries,
    said: undefined,
    tail: undefined,
    tailFrom: 0,
    tailTo: 0,
    due: Infinity,
    waits: 0,
  }
}

/** What must be kept of the values beside the key. */
export function valuesBeside(values: readonly string[]): readonly string[] | undefined {
  return values.length === 1 ? undefined : values
}

/** Values of the group-by fields. */
export function valuesOf({ key, values }: Group): readonly string[] {
  return values ?? [key]
}

/** Makes a group as new, under its old key; a short list is emptied so that its room is used again. */
export function emptyGroup(group: Group): void {
  if (group.entries.length > shortList) group.entries = noEntries
  // Cutting it to nothing would give its room back.
  else while (group.entries.length > 0) group.entries.pop()
  group.said = undefined
  group.tail = undefined
  group.tailFrom = 0
  group.tailTo = 0
  group.due = Infinity
}

/** Order of entries: by time, then rule, then id, so that it does not depend on arrival. */
function before(a: Entry, b: Entry): boolean {
  if (a.time !== b.time) return a.time < b.time
  if (a.rule !== b.rule) return a.rule < b.rule
  return a.id < b.id
}

/** Puts an entry in its place. Returns the index, or -1 when it is already there (a replay). */
export function insert(group: Group, entry: Entry): number {
  const { entries } = group
  let at = entries.length
  const last = entries[at - 1]
  if (last !== undefined && !before(last, entry)) {
    at = lowerBound(entries, entry)
    const found = entries[at]
    if (found !== undefined && !before(entry, found)) return -1
  }
  // Most groups hold one entry for all their life: a list made with it takes no room for more.
  if (entries === noEntries) group.entries = [entry]
  else if (at === entries.length) entries.push(entry)
  else {
    entries.splice(at, 0, entry)
    group.tail = undefined
  }
  return at
}

/** The first index whose entry is not before `entry`. */
function lowerBound(entries: readonly Entry[], entry: Entry): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    const found = entries[middle]
    if (found !== undefined && before(found, entry)) low = middle + 1
    else high = middle
  }
  return low
}

/** The first index whose entry is later than `time`. */
export function firstAfter(entries: readonly Entry[], time: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.time ?? Infinity) <= time) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Forgets what is still provisional before `horizon`: a session below goes on, so that its time is later, and it will
 * come again with it.
 */
export function dropMoved(group: Group, horizon: number): void {
  const stays = (entry: Entry): boolean => entry.provisional === undefined || entry.time >= horizon
  if (group.entries.every(stays)) return
  group.entries = group.entries.filter(stays)
  group.tail = undefined
}

/** Forgets the first `count` entries, and hands each to `gone`. */
export function dropFirst(group: Group, count: number, gone: (entry: Entry) => void): void {
  if (count <= 0) return
  for (const entry of group.entries.splice(0, count)) gone(entry)
  group.tail = undefined
}
