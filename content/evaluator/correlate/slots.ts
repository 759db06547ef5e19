/** Numbers of one slot; 32 bytes, so that two of them fill a line of the nearest cache. */
const width = 8

/**
 * What is kept in numbers of each group, by its slot, counted from 1. An event asks for nearly all of it, and with many
 * groups each place asked for is far from the others: side by side, they come with one trip to memory.
 *
 * Of slot `s`: `ints[8s]` the next of its chain and `[8s+1]` its hash (keys); `[8s+2]` the slot used next after it and
 * `[8s+3]` the one before (recency); `[8s+4]` how many entries, `[8s+5]` the last of them, and `times[4s+3]` when that
 * was (quiet groups).
 */
export class Slots {
  ints: Int32Array = new Int32Array(64 * width)
  times: Float64Array = new Float64Array(this.ints.buffer)

  /** How many there is room for. */
  get room(): number {
    return this.ints.length / width
  }

  /** Makes room for twice as many. */
  grow(): void {
    const ints = new Int32Array(this.ints.length * 2)
    ints.set(this.ints)
    this.ints = ints
    this.times = new Float64Array(ints.buffer)
  }
}
