import type { PlanCorrelation } from '@clawback/model'
import { toNumber } from '../match/tests.js'
import { aggregates } from './aggregate.js'
import { firesEarly, leastEntries } from './early.js'
import type { Entry } from './entry.js'
import { dropFirst, dropMoved, insert, valuesOf } from './group.js'
import type { Group, Said } from './group.js'
import { dueHeap } from './heap.js'
import type { DueHeap } from './heap.js'
import { keyOf, Keys } from './keys.js'
import { Recency } from './recency.js'
import { Spares } from './spares.js'
import { session, sliding, tumbling } from './windows.js'
import type { Hit, Windows } from './windows.js'

/** Bounds of one correlation. */
export interface CorrelationCaps {
  /** Live groups; past it the stalest goes. */
  readonly groups: number
  /** Entries of one group; past it its oldest go. */
  readonly entries: number
}

/** What a correlation says of one window of one group. */
export interface Finding {
  readonly state: 'certain' | 'final' | 'retracted'
  readonly group: readonly string[]
  /** The same however the events arrived: tells this window of this group from all others. */
  readonly dedupe: string
  /** Event time of the last entry. */
  readonly time: number
  readonly from: number
  readonly to: number
  readonly refs: readonly string[]
  readonly refCount: number
}

/** Counts what was given up to stay within bounds. */
export interface CorrelationStats {
  groups: number
  evicted: number
  overflowed: number
  late: number
}

const refCap = 64
const nothing: readonly Finding[] = []
/** Windows of one group that may await their close; more only pile up when time is never advanced. */
const saidCap = 256

/** The state of one correlation rule. Groups are kept in order of their last use, stalest first out. */
export class Correlator {
  readonly plan: PlanCorrelation
  readonly stats: CorrelationStats = { groups: 0, evicted: 0, overflowed: 0, late: 0 }
  readonly groups: Keys<Group> = new Keys()
  /** Everything before it is closed. */
  horizon: number = -Infinity
  readonly #recency = new Recency()
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
  }

  /** Takes an entry in; returns what became certain by it. Neither the values nor the entry are kept. */
  add(values: readonly string[], entry: Entry): readonly Finding[] {
    if (entry.time < this.horizon) {
      this.stats.late++
      return nothing
    }
    if (this.#numeric && Number.isNaN(toNumber(entry.value))) return nothing
    const key = keyOf(values)
    const known = this.groups.get(key)
    const out = known === undefined ? this.#makeRoom() : nothing
    const group = known ?? this.#begin(key, values)
    if (known !== undefined) this.#recency.renew(known)
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
      const finding = this.#finding(group, hit, 'certain')
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
    const group = this.groups.get(keyOf(values))
    const at = group?.entries.findIndex((entry) => entry.id === id) ?? -1
    if (group === undefined || at < 0) return
    group.entries.splice(at, 1)
    group.tail = undefined
  }

  /** Closes every window that ends by `horizon`. */
  advance(horizon: number): Finding[] {
    if (!(horizon > this.horizon)) return []
    const out: Finding[] = []
    const closed = new Set<Group>(horizon === Infinity ? this.stalestFirst() : [])
    for (let due = this.#due.pop(horizon); due !== undefined; due = this.#due.pop(horizon))
      if (this.groups.get(due.group.key) === due.group) closed.add(due.group)
    const sorted = [...closed].sort((a, b) => (a.key < b.key ? -1 : 1))
    for (const group of sorted) this.#close(group, horizon, out)
    this.horizon = horizon
    this.#forgetStale()
    return out
  }

  /** Groups from stalest to newest, for a snapshot. */
  *stalestFirst(): Generator<Group> {
    for (let group = this.#recency.oldest; group !== undefined; group = group.newer) yield group
  }

  /** Puts a group of a snapshot in as the newest. */
  adopt(group: Group): void {
    this.groups.add(group)
    this.#recency.add(group)
    this.stats.groups = this.groups.size
    if (group.due !== Infinity) this.#due.push(group.due, group)
  }

  #close(group: Group, horizon: number, out: Finding[]): void {
    group.due = Infinity
    dropMoved(group, horizon)
    const unconfirmed = new Map(group.said ?? [])
    for (const hit of this.#windows.closed(group, this.horizon, horizon)) {
      out.push(this.#finding(group, hit, 'final'))
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
    out.push(this.#retraction(group, start, dedupe))
  }

  #retraction(group: Group, start: number, dedupe: string): Finding {
    const to = this.plan.window === 'session' ? start : start + this.plan.timespan
    return {
      state: 'retracted',
      group: valuesOf(group),
      dedupe,
      time: start,
      from: start,
      to,
      refs: [],
      refCount: 0,
    }
  }

  #schedule(group: Group, entry: Pick<Entry, 'time'>, after = -Infinity): void {
    const due = Math.max(this.#windows.due(entry), after + 1)
    if (due >= group.due) return
    group.due = due
    this.#due.push(due, group)
  }

  #finding(group: Group, hit: Hit, state: 'certain' | 'final'): Finding {
    const entries = group.entries.slice(hit.from, hit.to + 1)
    const refs = [...new Set(entries.flatMap((entry) => entry.refs ?? [entry.id]))]
    return {
      state,
      group: valuesOf(group),
      dedupe: `${group.key}@${hit.start === -Infinity ? 'all' : hit.start}`,
      time: entries.at(-1)?.time ?? 0,
      from: entries[0]?.time ?? 0,
      to: entries.at(-1)?.time ?? 0,
      refs: refs.slice(0, refCap),
      refCount: refs.length,
    }
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
    return this.groups.size >= this.#caps.groups && oldest !== undefined ? this.#evict(oldest) : nothing
  }

  #begin(key: string, values: readonly string[]): Group {
    const group = this.#spares.group(key, values)
    this.groups.add(group)
    this.#recency.add(group)
    this.stats.groups = this.groups.size
    return group
  }

  /** What was said of an evicted group ends with it: final where it holds by what is known, taken back where not. */
  #evict(group: Group): readonly Finding[] {
    this.stats.evicted++
    const out: Finding[] = []
    const unconfirmed = new Map(group.said ?? [])
    if (unconfirmed.size > 0)
      for (const hit of this.#windows.closed(group, this.horizon, Infinity)) {
        if (!unconfirmed.delete(hit.start)) continue
        out.push(this.#finding(group, hit, 'final'))
      }
    for (const [start, said] of unconfirmed) out.push(this.#retraction(group, start, said.dedupeKey))
    this.#remove(group)
    return out
  }

  #remove(group: Group): void {
    this.groups.remove(group)
    this.#recency.remove(group)
    this.stats.groups = this.groups.size
    this.#spares.giveGroup(group)
  }

  /** Drops groups with nothing left to say, from the stale end. */
  #forgetStale(): void {
    for (let group = this.#recency.oldest; group?.due === Infinity; group = this.#recency.oldest) {
      if (this.#windows.spent(group, this.horizon) < group.entries.length) return
      this.#remove(group)
    }
  }
}
