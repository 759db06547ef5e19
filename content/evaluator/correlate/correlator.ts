import type { PlanCorrelation } from '@clawback/model'
import { toNumber } from '../match/tests.js'
import { aggregates } from './aggregate.js'
import { firesEarly, leastEntries } from './early.js'
import type { Entry } from './entry.js'
import { findingOf, retractionOf } from './finding.js'
import type { Finding } from './finding.js'
import { dropFirst, dropMoved, insert, valuesOf } from './group.js'
import type { Group, Said } from './group.js'
import { dueHeap } from './heap.js'
import type { DueHeap } from './heap.js'
import { keyOf, Keys } from './keys.js'
import { QuietGroups } from './quiet.js'
import { Recency } from './recency.js'
import { Slots } from './slots.js'
import { Spares } from './spares.js'
import { session, sliding, tumbling } from './windows.js'
import type { Windows } from './windows.js'

/** Bounds of one correlation. */
export interface CorrelationCaps {
  /** Live groups; past it the stalest goes. */
  readonly groups: number
  /** Entries of one group; past it its oldest go. */
  readonly entries: number
}

/** Counts what was given up to stay within bounds. */
export interface CorrelationStats {
  groups: number
  evicted: number
  overflowed: number
  late: number
}

const nothing: readonly Finding[] = []
/** Windows of one group that may await their close; more only pile up when time is never advanced. */
const saidCap = 256

/**
 * The state of one correlation rule. Groups are kept in order of their last use, stalest first out; each has a slot, and
 * becomes an object only once it may have something to say.
 */
export class Correlator {
  readonly plan: PlanCorrelation
  readonly stats: CorrelationStats = { groups: 0, evicted: 0, overflowed: 0, late: 0 }
  readonly #slots = new Slots()
  readonly #keys = new Keys(this.#slots)
  /** Slot -> the group, when it is no quiet one. */
  readonly #loud: (Group | undefined)[] = [undefined]
  /** Slot -> values of several group-by fields, of quiet groups. */
  readonly #beside: (readonly string[] | undefined)[] = []
  readonly #quiet: QuietGroups | undefined
  /** Everything before it is closed. */
  horizon: number = -Infinity
  readonly #recency = new Recency(this.#slots)
  readonly #windows: Windows
  readonly #caps: CorrelationCaps
  readonly #early: boolean
  /** With fewer entries the condition cannot hold, so no window is looked at. */
  readonly #least: number
  readonly #numeric: boolean
  readonly #due: DueHeap = dueHeap()
  readonly #spares = new Spares()
  readonly #gone = (entry: Entry): void => this.#spares.giveEntry(entry)

  constructor(plan: PlanCorrelation, caps: CorrelationCaps, unbounded = false) {
    this.plan = plan
    this.#caps = caps
    const make = aggregates(plan)
    this.#early = firesEarly(plan)
    this.#least = leastEntries(plan)
    this.#numeric = /^value_(sum|avg|median)$/.test(plan.correlation) || plan.percentile !== undefined
    const kinds = { sliding, tumbling, session }
    this.#windows = unbounded ? tumbling(Infinity, make) : kinds[plan.window](plan.timespan, make)
    const most = Math.min(this.#least - 1, caps.entries)
    const windows = this.#windows
    const isSpent = (time: number): boolean => windows.isSpentAlone && windows.isSpent(time, this.horizon)
    this.#quiet =
      this.#early && !unbounded && most > 0 ? new QuietGroups(this.#slots, most, isSpent) : undefined
  }

  /** Takes an entry in; returns what became certain by it. Neither the values nor the entry are kept. */
  add(values: readonly string[], entry: Entry): readonly Finding[] {
    if (entry.time < this.horizon) {
      this.stats.late++
      return nothing
    }
    if (this.#numeric && Number.isNaN(toNumber(entry.value))) return nothing
    const key = keyOf(values)
    let slot = this.#keys.find(key)
    let out = nothing
    if (slot !== 0) this.#recency.renew(slot)
    else {
      out = this.#makeRoom()
      slot = this.#begin(key, values)
    }
    if (this.#quiet?.take(slot, entry) === true) return out
    const group = this.#raise(slot)
    const own = this.#spares.entry(entry)
    const at = insert(group, own)
    if (at < 0) {
      this.#spares.giveEntry(own)
      return out
    }
    const index = this.#bound(group, at)
    if (this.#awaited(entry)) this.#schedule(group, entry)
    if (!this.#early || index < 0 || group.entries.length < this.#least) return out
    const found = this.#say(group, index)
    return out.length === 0 ? found : [...out, ...found]
  }

  /** What the windows with the entry at `index` say for the first time. */
  #say(group: Group, index: number): readonly Finding[] {
    const hits = this.#windows.seen(group, index)
    if (hits.length === 0) return nothing
    const out: Finding[] = []
    const time = group.entries[index]?.time ?? 0
    for (const hit of hits) {
      if (group.said?.has(hit.start) === true) continue
      const finding = findingOf(group, hit, 'certain')
      group.said ??= new Map()
      group.said.set(hit.start, { dedupeKey: finding.dedupe })
      this.#schedule(group, { time })
      out.push(finding)
    }
    return out
  }

  /** Puts an entry of a correlation below in the place of what it said of the same window before. */
  replace(values: readonly string[], entry: Entry): readonly Finding[] {
    this.withdraw(values, entry.id)
    return this.add(values, entry)
  }

  withdraw(values: readonly string[], id: string): void {
    const slot = this.#keys.find(keyOf(values))
    if (slot === 0) return
    const group = this.#raise(slot)
    const at = group.entries.findIndex((entry) => entry.id === id)
    if (at < 0) return
    group.entries.splice(at, 1)
    group.tail = undefined
  }

  /** Closes every window that ends by `horizon`. */
  advance(horizon: number): Finding[] {
    if (!(horizon > this.horizon)) return []
    const out: Finding[] = []
    const closed = new Set<Group>()
    if (horizon === Infinity) for (const group of this.#loud) if (group !== undefined) closed.add(group)
    for (let due = this.#due.pop(horizon); due !== undefined; due = this.#due.pop(horizon))
      if (this.#loud[due.group.slot] === due.group) closed.add(due.group)
    const sorted = [...closed].sort((a, b) => (a.key < b.key ? -1 : 1))
    for (const group of sorted) this.#close(group, horizon, out)
    this.horizon = horizon
    this.#forgetStale()
    return out
  }

  /** Groups from stalest to newest, for a snapshot. */
  *stalestFirst(): Generator<Group> {
    for (let slot = this.#recency.oldest; slot !== 0; slot = this.#recency.newer(slot))
      yield this.#loud[slot] ?? this.#grouped(slot)
  }

  /** How many entries of a group, oldest first, are of no more use. */
  spent(group: Group): number {
    return this.#windows.spent(group, this.horizon)
  }

  /** Puts a group of a snapshot in as the newest. */
  adopt(group: Group): void {
    const slot = this.#begin(group.key, valuesOf(group))
    const isQuiet =
      this.#quiet !== undefined &&
      group.due === Infinity &&
      group.said === undefined &&
      group.entries.every((entry) => this.#quiet?.take(slot, entry))
    if (isQuiet) return
    this.#quiet?.leave(slot)
    group.slot = slot
    this.#loud[slot] = group
    if (group.due !== Infinity) this.#due.push(group.due, group)
  }

  #close(group: Group, horizon: number, out: Finding[]): void {
    group.due = Infinity
    dropMoved(group, horizon)
    const unconfirmed = new Map(group.said ?? [])
    for (const hit of this.#windows.closed(group, this.horizon, horizon)) {
      out.push(findingOf(group, hit, 'final'))
      unconfirmed.delete(hit.start)
      group.said?.delete(hit.start)
    }
    for (const [start, said] of unconfirmed) this.#settle(group, start, said.dedupeKey, horizon, out)
    dropFirst(group, this.#windows.spent(group, horizon), this.#gone)
    const said = group.said ?? new Map<number, Said>()
    if (group.entries.length === 0 && said.size === 0) {
      this.#remove(group)
      return
    }
    for (const entry of group.entries) if (this.#awaited(entry)) this.#schedule(group, entry, horizon)
    for (const time of said.keys()) this.#schedule(group, { time }, horizon)
  }

  /**
   * Whether the close of a window with this entry in it must be waited for though nothing was said of it: unless the
   * condition grows truer with each entry, and what is in the window stays. What comes from a correlation below may go.
   */
  #awaited({ refs }: Entry): boolean {
    return !this.#early || refs !== undefined || this.plan.correlation === 'value_sum'
  }

  /** A window that was said to hold and is closed without: it is taken back. */
  #settle(group: Group, start: number, dedupe: string, horizon: number, out: Finding[]): void {
    if (!this.#windows.over(group, start, horizon)) return
    group.said?.delete(start)
    out.push(retractionOf(this.plan, group, start, dedupe))
  }

  #schedule(group: Group, entry: Pick<Entry, 'time'>, after = -Infinity): void {
    const due = Math.max(this.#windows.due(entry), after + 1)
    if (due >= group.due) return
    group.due = due
    this.#due.push(due, group)
  }

  /** Keeps a group within its bound. Returns where the entry at `at` is now, or -1 when it went itself. */
  #bound(group: Group, at: number): number {
    let gone = 0
    if (group.entries.length >= 32 && (group.entries.length & 31) === 0)
      gone = this.#windows.spent(group, this.horizon)
    if (group.entries.length - gone > this.#caps.entries) {
      const excess = Math.ceil(this.#caps.entries / 4)
      this.stats.overflowed += excess
      gone += excess
    }
    const { said } = group
    if (said !== undefined && said.size > saidCap)
      for (const start of said.keys()) {
        if (said.size <= saidCap) break
        said.delete(start)
      }
    dropFirst(group, gone, this.#gone)
    return at - gone
  }

  /** Lets the stalest group go when there is no room for one more; returns what ends with it. */
  #makeRoom(): readonly Finding[] {
    const { oldest } = this.#recency
    return this.#keys.size >= this.#caps.groups && oldest !== 0 ? this.#evict(oldest) : nothing
  }

  /** A new slot, of a quiet group without entries. */
  #begin(key: string, values: readonly string[]): number {
    const slot = this.#keys.add(key)
    if (slot === this.#loud.length) this.#loud.push(undefined)
    if (values.length !== 1) this.#beside[slot] = values
    this.#recency.add(slot)
    this.stats.groups = this.#keys.size
    return slot
  }

  /** The group of a slot as an object of its own, which it stays until it goes. */
  #raise(slot: number): Group {
    const known = this.#loud[slot]
    if (known !== undefined) return known
    const group = this.#grouped(slot)
    this.#quiet?.leave(slot)
    this.#loud[slot] = group
    return group
  }

  /** A quiet group as an object. */
  #grouped(slot: number): Group {
    const key = this.#keys.keyAt(slot)
    const group = this.#spares.group(key, this.#beside[slot] ?? [key])
    group.slot = slot
    for (const entry of this.#quiet?.entries(slot) ?? []) insert(group, entry)
    return group
  }

  /** What was said of an evicted group ends with it: final where it holds by what is known, taken back where not. */
  #evict(slot: number): readonly Finding[] {
    this.stats.evicted++
    const group = this.#loud[slot]
    if (group === undefined) {
      this.#drop(slot)
      return nothing
    }
    const out: Finding[] = []
    const unconfirmed = new Map(group.said ?? [])
    if (unconfirmed.size > 0)
      for (const hit of this.#windows.closed(group, this.horizon, Infinity)) {
        if (!unconfirmed.delete(hit.start)) continue
        out.push(findingOf(group, hit, 'final'))
      }
    for (const [start, said] of unconfirmed) out.push(retractionOf(this.plan, group, start, said.dedupeKey))
    this.#remove(group)
    return out
  }

  #remove(group: Group): void {
    this.#loud[group.slot] = undefined
    this.#drop(group.slot)
    this.#spares.giveGroup(group)
  }

  #drop(slot: number): void {
    this.#quiet?.release(slot)
    if (this.#beside.length > slot) this.#beside[slot] = undefined
    this.#recency.remove(slot)
    this.#keys.remove(slot)
    this.stats.groups = this.#keys.size
  }

  /** Drops groups with nothing left to say, from the stale end. */
  #forgetStale(): void {
    for (let slot = this.#recency.oldest; slot !== 0; slot = this.#recency.oldest) {
      const group = this.#quiet?.has(slot) === true ? undefined : this.#loud[slot]
      if (group === undefined) {
        if (this.#quiet !== undefined && !this.#windows.isSpent(this.#quiet.latest(slot), this.horizon))
          return
        this.#drop(slot)
      } else {
        if (group.due !== Infinity || this.#windows.spent(group, this.horizon) < group.entries.length) return
        this.#remove(group)
      }
    }
  }
}
