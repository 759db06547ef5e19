/** Which of a numbered set was found for the event at hand, each once. Emptied by moving the stamp, not by clearing. */
export class Hits {
  readonly #seen: Uint32Array
  #stamp = 0
  /** Numbers found, in the order of finding; those before `count` are of this event. */
  readonly found: Int32Array
  count = 0

  constructor(size: number) {
    this.#seen = new Uint32Array(size)
    this.found = new Int32Array(size)
  }

  clear(): void {
    this.count = 0
    if (++this.#stamp < 0xffff_ffff) return
    this.#seen.fill(0)
    this.#stamp = 1
  }

  add(number: number): void {
    if (this.#seen[number] === this.#stamp) return
    this.#seen[number] = this.#stamp
    this.found[this.count++] = number
  }

  addAll(numbers: readonly number[]): void {
    for (const number of numbers) this.add(number)
  }

  /** Puts what was found in ascending order. Nearly always a handful, so no general sort is called. */
  sort(): this {
    const { found, count } = this
    if (count > 24) found.subarray(0, count).sort()
    else
      for (let i = 1; i < count; i++) {
        const number = found[i] as number
        let at = i - 1
        for (; at >= 0 && (found[at] as number) > number; at--) found[at + 1] = found[at] as number
        found[at + 1] = number
      }
    return this
  }
}
