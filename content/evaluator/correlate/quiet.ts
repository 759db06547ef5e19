import { grown } from './column.js'
import type { Entry } from './entry.js'

/** Entries of one quiet group at most, however many its condition waits for. */
const cap = 16

/**
 * Groups with too few entries to say anything, in columns by slot. With many groups nearly all are of this kind all
 * their life; as objects, each event would make and abandon several that lie far apart. Entries come in order of time
 * here, each linked to the one before it.
 */
export class QuietGroups {
  readonly #most: number
  readonly #isSpent: (time: number) => boolean
  /** Slot -> how many entries, and the last of them; entries are counted from 1. */
  #slots = new Int32Array(128)
  #latest = new Float64Array(64)
  /** Entry -> the one before it, and its rule. */
  #entries = new Int32Array(128)
  #time = new Float64Array(64)
  readonly #id: string[] = ['']
  readonly #value: string[] = ['']
  /** First of the free entries, which are linked too. */
  #free = 0

  /** `most` entries do not suffice for any window to hold; `isSpent` tells by its time whether one is of no more use. */
  constructor(most: number, isSpent: (time: number) => boolean) {
    this.#most = Math.min(most, cap)
    this.#isSpent = isSpent
  }

  /** Takes an entry in, unless the group is no longer quiet by it, or it does not come plainly after the last one. */
  take(slot: number, { time, id, rule, value, refs }: Entry): boolean {
    while (slot >= this.#latest.length) this.#growSlots()
    let count = this.#slots[2 * slot] as number
    if (refs !== undefined) return false
    if (count >= this.#most) {
      count = this.#prune(slot)
      if (count >= this.#most) return false
    }
    if (count > 0 && !(time > (this.#latest[slot] as number))) return false
    const at = this.#place(id, value)
    this.#time[at] = time
    this.#entries[2 * at + 1] = rule
    this.#entries[2 * at] = this.#slots[2 * slot + 1] as number
    this.#slots[2 * slot + 1] = at
    this.#latest[slot] = time
    this.#slots[2 * slot] = count + 1
    return true
  }

  /** Time of the last entry; -Infinity without any. */
  latest(slot: number): number {
    return this.#slots[2 * slot] === 0 ? -Infinity : (this.#latest[slot] as number)
  }

  /** Entries of a group in order of time. */
  entries(slot: number): Entry[] {
    const out: Entry[] = []
    for (let at = this.#slots[2 * slot + 1] ?? 0; at !== 0; at = this.#entries[2 * at] as number)
      out.push({
        time: this.#time[at] as number,
        id: this.#id[at] as string,
        rule: this.#entries[2 * at + 1] as number,
        value: this.#value[at] as string,
        refs: undefined,
        provisional: undefined,
      })
    return out.reverse()
  }

  /** Forgets a group. */
  release(slot: number): void {
    if (slot >= this.#latest.length) return
    this.#giveBack(this.#slots[2 * slot + 1] as number)
    this.#slots[2 * slot + 1] = 0
    this.#slots[2 * slot] = 0
  }

  /** Forgets entries of no more use; gives how many are left. */
  #prune(slot: number): number {
    let left = 0
    let later = 0
    let at = this.#slots[2 * slot + 1] as number
    for (; at !== 0 && !this.#isSpent(this.#time[at] as number); at = this.#entries[2 * at] as number) {
      left++
      later = at
    }
    this.#giveBack(at)
    if (later === 0) this.#slots[2 * slot + 1] = 0
    else this.#entries[2 * later] = 0
    this.#slots[2 * slot] = left
    return left
  }

  /** Frees an entry and those before it. Nothing of an event outlives its window. */
  #giveBack(last: number): void {
    for (let at = last; at !== 0;) {
      const before = this.#entries[2 * at] as number
      this.#id[at] = ''
      if (this.#value[at] !== '') this.#value[at] = ''
      this.#entries[2 * at] = this.#free
      this.#free = at
      at = before
    }
  }

  #place(id: string, value: string): number {
    const free = this.#free
    if (free !== 0) {
      this.#free = this.#entries[2 * free] as number
      this.#id[free] = id
      if (value !== '') this.#value[free] = value
      return free
    }
    const at = this.#id.push(id) - 1
    this.#value.push(value)
    if (at >= this.#time.length) {
      this.#time = grown(this.#time)
      this.#entries = grown(this.#entries)
    }
    return at
  }

  #growSlots(): void {
    this.#slots = grown(this.#slots)
    this.#latest = grown(this.#latest)
  }
}
