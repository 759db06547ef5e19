import { grown } from './column.js'

/**
 * Slots in the order of their last use, linked through columns: a map in this order grows slow with deletions, and links
 * between objects fetch two strangers from memory for each use.
 */
export class Recency {
  #newer = new Int32Array(64)
  #older = new Int32Array(64)
  #newest = 0
  #oldest = 0

  /** The slot used longest ago; 0 when there is none. */
  get oldest(): number {
    return this.#oldest
  }

  /** The slot used next after this one; 0 for none. */
  newer(slot: number): number {
    return this.#newer[slot] as number
  }

  /** Puts a slot in as the newest. */
  add(slot: number): void {
    while (slot >= this.#newer.length) {
      this.#newer = grown(this.#newer)
      this.#older = grown(this.#older)
    }
    this.#older[slot] = this.#newest
    this.#newer[slot] = 0
    if (this.#newest === 0) this.#oldest = slot
    else this.#newer[this.#newest] = slot
    this.#newest = slot
  }

  renew(slot: number): void {
    if (slot === this.#newest) return
    this.remove(slot)
    this.add(slot)
  }

  remove(slot: number): void {
    const newer = this.#newer[slot] as number
    const older = this.#older[slot] as number
    if (older === 0) this.#oldest = newer
    else this.#newer[older] = newer
    if (newer === 0) this.#newest = older
    else this.#older[newer] = older
  }
}
