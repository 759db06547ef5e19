import { grown } from './column.js'

/**
 * Slots in the order of their last use, linked through columns: a map in this order grows slow with deletions, and links
 * between objects fetch two strangers from memory for each use.
 */
export class Recency {
  /** Slot -> the slot used next after it, the one used before it; side by side, for both are changed at once. */
  #links = new Int32Array(128)
  #newest = 0
  #oldest = 0

  /** The slot used longest ago; 0 when there is none. */
  get oldest(): number {
    return this.#oldest
  }

  /** The slot used next after this one; 0 for none. */
  newer(slot: number): number {
    return this.#links[2 * slot] as number
  }

  /** Puts a slot in as the newest. */
  add(slot: number): void {
    while (2 * slot >= this.#links.length) this.#links = grown(this.#links)
    this.#links[2 * slot] = 0
    this.#links[2 * slot + 1] = this.#newest
    if (this.#newest === 0) this.#oldest = slot
    else this.#links[2 * this.#newest] = slot
    this.#newest = slot
  }

  renew(slot: number): void {
    if (slot === this.#newest) return
    this.remove(slot)
    this.add(slot)
  }

  remove(slot: number): void {
    const links = this.#links
    const newer = links[2 * slot] as number
    const older = links[2 * slot + 1] as number
    if (older === 0) this.#oldest = newer
    else links[2 * older] = newer
    if (newer === 0) this.#newest = older
    else links[2 * newer + 1] = older
  }
}
