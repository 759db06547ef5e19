/** Bytes of one note: one line of the nearest cache. */
const width = 64
/** Where the id begins, after its length, and how long it may be to fit. Ids of records and of other makes do. */
const idFrom = 17
const idMost = width - idFrom
const elsewhere = 255

/**
 * Entries of quiet groups, outside of what the garbage collector goes through: each lives for minutes, so that as texts
 * nearly all ids of all events would be copied twice to where the old are kept, and there be gathered in.
 *
 * Of note `n`: `ints[16n]` the note before it, `[16n+1]` its rule, `times[8n+1]` its time, then its id in bytes.
 */
export class Notes {
  #ints = new Int32Array((64 * width) / 4)
  #times = new Float64Array(this.#ints.buffer)
  #bytes = new Uint8Array(this.#ints.buffer)
  /** Ids that do not fit. */
  readonly #long = new Map<number, string>()
  readonly #values: string[] = []
  /** First of the free notes, which are linked too; notes are counted from 1. */
  #free = 0
  #used = 1

  /** The note before; 0 for none. */
  before(note: number): number {
    return this.#ints[16 * note] as number
  }

  link(note: number, before: number): void {
    this.#ints[16 * note] = before
  }

  time(note: number): number {
    return this.#times[8 * note + 1] as number
  }

  rule(note: number): number {
    return this.#ints[16 * note + 1] as number
  }

  value(note: number): string {
    return this.#values[note] ?? ''
  }

  id(note: number): string {
    const from = width * note + idFrom
    const length = this.#bytes[from - 1] as number
    if (length === elsewhere) return this.#long.get(note) ?? ''
    return String.fromCharCode(...this.#bytes.subarray(from, from + length))
  }

  /** Writes a note that comes after `before`. */
  add(before: number, time: number, rule: number, id: string, value: string): number {
    const note = this.#place()
    this.#ints[16 * note] = before
    this.#ints[16 * note + 1] = rule
    this.#times[8 * note + 1] = time
    this.#keepId(note, id)
    if (value !== '') this.#keepValue(note, value)
    return note
  }

  /** Frees a note and those before it. Nothing of an event outlives its window. */
  free(last: number): void {
    for (let note = last; note !== 0;) {
      const before = this.#ints[16 * note] as number
      const from = width * note + idFrom
      if (this.#bytes[from - 1] === elsewhere) this.#long.delete(note)
      this.#bytes.fill(0, from - 1, from + idMost)
      if (note < this.#values.length) this.#values[note] = ''
      this.#ints[16 * note] = this.#free
      this.#free = note
      note = before
    }
  }

  #place(): number {
    const note = this.#free
    if (note !== 0) {
      this.#free = this.#ints[16 * note] as number
      return note
    }
    if (width * (this.#used + 1) > this.#bytes.length) this.#grow()
    return this.#used++
  }

  #keepId(note: number, id: string): void {
    const bytes = this.#bytes
    const from = width * note + idFrom
    const { length } = id
    let wide = length > idMost ? 256 : 0
    for (let i = 0; i < length && wide < 256; i++) {
      const code = id.charCodeAt(i)
      wide |= code
      bytes[from + i] = code
    }
    bytes[from - 1] = wide < 256 ? length : elsewhere
    if (wide >= 256) this.#long.set(note, id)
  }

  #keepValue(note: number, value: string): void {
    while (this.#values.length <= note) this.#values.push('')
    this.#values[note] = value
  }

  #grow(): void {
    const ints = new Int32Array(this.#ints.length * 2)
    ints.set(this.#ints)
    this.#ints = ints
    this.#times = new Float64Array(ints.buffer)
    this.#bytes = new Uint8Array(ints.buffer)
  }
}
