import type { Entry } from './entry.js'
import { Notes } from './notes.js'
import type { Slots } from './slots.js'

/** Entries of one quiet group at most, however many its condition waits for. */
const cap = 16
/** In the place of how many entries there are. */
const loud = -1

/**
 * Groups with too few entries to say anything, in columns by slot. With many groups nearly all are of this kind all
 * their life; as objects, each event would make and abandon several that lie far apart. Entries come in order of time
 * here, each linked to the one before it.
 */
export class QuietGroups {
  readonly #slots: Slots
  readonly #most: number
  readonly #isSpent: (time: number) => boolean
  readonly #notes = new Notes()

  /** `most` entries do not suffice for any window to hold; `isSpent` tells by its time whether one is of no more use. */
  constructor(slots: Slots, most: number, isSpent: (time: number) => boolean) {
    this.#slots = slots
    this.#most = Math.min(most, cap)
    this.#isSpent = isSpent
  }

  /** Whether the group of a slot is one of these. */
  has(slot: number): boolean {
    return this.#slots.ints[8 * slot + 4] !== loud
  }

  /** Takes an entry in, unless the group is no longer quiet by it, or it does not come plainly after the last one. */
  take(slot: number, { time, id, rule, value, refs }: Entry): boolean {
    const { ints, times } = this.#slots
    let count = ints[8 * slot + 4] as number
    if (refs !== undefined || count === loud) return false
    if (count >= this.#most) {
      count = this.#prune(slot)
      if (count >= this.#most) return false
    }
    if (count > 0 && !(time > (times[4 * slot + 3] as number))) return false
    ints[8 * slot + 5] = this.#notes.add(ints[8 * slot + 5] as number, time, rule, id, value)
    ints[8 * slot + 4] = count + 1
    times[4 * slot + 3] = time
    return true
  }

  /** Time of the last entry; -Infinity without any. */
  latest(slot: number): number {
    const { ints, times } = this.#slots
    return ints[8 * slot + 4] === 0 ? -Infinity : (times[4 * slot + 3] as number)
  }

  /** Entries of a group in order of time. */
  entries(slot: number): Entry[] {
    const out: Entry[] = []
    const notes = this.#notes
    for (let note = this.#slots.ints[8 * slot + 5] as number; note !== 0; note = notes.before(note))
      out.push({
        time: notes.time(note),
        id: notes.id(note),
        rule: notes.rule(note),
        value: notes.value(note),
        refs: undefined,
        provisional: undefined,
      })
    return out.reverse()
  }

  /** Forgets what there is of a group, which is one of these again. */
  release(slot: number): void {
    const { ints } = this.#slots
    this.#notes.free(ints[8 * slot + 5] as number)
    ints[8 * slot + 5] = 0
    ints[8 * slot + 4] = 0
  }

  /** Forgets a group that is an object from now on. */
  leave(slot: number): void {
    this.release(slot)
    this.#slots.ints[8 * slot + 4] = loud
  }

  /** Forgets entries of no more use; gives how many are left. */
  #prune(slot: number): number {
    const { ints } = this.#slots
    const notes = this.#notes
    let left = 0
    let later = 0
    let note = ints[8 * slot + 5] as number
    for (; note !== 0 && !this.#isSpent(notes.time(note)); note = notes.before(note)) {
      left++
      later = note
    }
    notes.free(note)
    if (later === 0) ints[8 * slot + 5] = 0
    else notes.link(later, 0)
    ints[8 * slot + 4] = left
    return left
  }
}
