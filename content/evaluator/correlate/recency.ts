import type { Slots } from './slots.js'

/**
 * Slots in the order of their last use, linked through columns: a map in this order grows slow with deletions, and links
 * between objects fetch two strangers from memory for each use.
 */
export class Recency {
  readonly #slots: Slots
  #newest = 0
  #oldest = 0

  constructor(slots: Slots) {
    this.#slots = slots
  }

  /** The slot used longest ago; 0 when there is none. */
  get oldest(): number {
    return this.#oldest
  }

  /** The slot used next after this one; 0 for none. */
  newer(slot: number): number {
    return this.#slots.ints[8 * slot + 2] as number
  }

  /** Puts a slot in as the newest. */
  add(slot: number): void {
    const { ints } = this.#slots
    ints[8 * slot + 2] = 0
    ints[8 * slot + 3] = this.#newest
    if (this.#newest === 0) this.#oldest = slot
    else ints[8 * this.#newest + 2] = slot
    this.#newest = slot
  }

  renew(slot: number): void {
    if (slot === this.#newest) return
    this.remove(slot)
    this.add(slot)
  }

  remove(slot: number): void {
    const { ints } = this.#slots
    const newer = ints[8 * slot + 2] as number
    const older = ints[8 * slot + 3] as number
    if (older === 0) this.#oldest = newer
    else ints[8 * older + 2] = newer
    if (newer === 0) this.#newest = older
    else ints[8 * newer + 3] = older
  }
}
