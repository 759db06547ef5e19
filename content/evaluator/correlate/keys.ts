import type { Slots } from './slots.js'

/** Keys that share a chain; a crowd beyond it goes elsewhere, so that chosen keys cannot make a search long. */
const chainCap = 12

/**
 * Numbers texts for much coming and going: each key has a slot, counted from 1, by which everything about it is kept in
 * columns. The map of the language leaves a hole for all that is deleted and is made anew once they fill it; here slots
 * are used again, and what a search reads of the table stays in the nearest caches.
 */
export class Keys {
  /** Hash -> first slot of its chain. */
  #heads = new Int32Array(64)
  readonly #slots: Slots
  readonly #texts: string[] = ['']
  /** First of the free slots, which are chained too. */
  #free = 0
  /** Keys that all fall on one hash are no accident: they wait in a map whose hashes nobody can foresee. */
  readonly #crowd = new Map<string, number>()
  #size = 0
  /** What was asked for last, for it is often put in next. */
  #asked = ''
  #askedHash = hashOf('')

  constructor(slots: Slots) {
    this.#slots = slots
  }

  get size(): number {
    return this.#size
  }

  /** How many wait outside of the table. */
  get crowded(): number {
    return this.#crowd.size
  }

  /** The slot of a key; 0 when it is not there. */
  find(key: string): number {
    const hash = hashOf(key)
    this.#asked = key
    this.#askedHash = hash
    const { ints } = this.#slots
    for (
      let at = this.#heads[hash & (this.#heads.length - 1)] as number;
      at !== 0;
      at = ints[8 * at] as number
    )
      if (ints[8 * at + 1] === hash && this.#texts[at] === key) return at
    return this.#crowd.size === 0 ? 0 : (this.#crowd.get(key) ?? 0)
  }

  keyAt(slot: number): string {
    return this.#texts[slot] ?? ''
  }

  /** Puts in what is not there yet, and gives its slot. */
  add(key: string): number {
    this.#size++
    const hash = key === this.#asked ? this.#askedHash : hashOf(key)
    let slot = this.#free
    if (slot !== 0) {
      this.#free = this.#slots.ints[8 * slot] as number
      this.#texts[slot] = key
    } else {
      slot = this.#texts.push(key) - 1
      if (slot >= this.#slots.room) this.#grow()
    }
    this.#slots.ints[8 * slot + 1] = hash
    if (this.#chainLength(hash) < chainCap) this.#link(slot)
    else this.#crowd.set(key, slot)
    return slot
  }

  remove(slot: number): void {
    this.#size--
    const key = this.#texts[slot] as string
    if (this.#crowd.size === 0 || this.#crowd.get(key) !== slot) this.#unlink(slot)
    else this.#crowd.delete(key)
    this.#texts[slot] = ''
    this.#slots.ints[8 * slot] = this.#free
    this.#free = slot
  }

  #chainLength(hash: number): number {
    let length = 0
    for (let at = this.#heads[hash & (this.#heads.length - 1)] as number; at !== 0; length++)
      at = this.#slots.ints[8 * at] as number
    return length
  }

  #link(slot: number): void {
    const { ints } = this.#slots
    const head = (ints[8 * slot + 1] as number) & (this.#heads.length - 1)
    ints[8 * slot] = this.#heads[head] as number
    this.#heads[head] = slot
  }

  #unlink(slot: number): void {
    const { ints } = this.#slots
    const head = (ints[8 * slot + 1] as number) & (this.#heads.length - 1)
    const first = this.#heads[head] as number
    if (first === slot) {
      this.#heads[head] = ints[8 * slot] as number
      return
    }
    let at = first
    while (ints[8 * at] !== slot) at = ints[8 * at] as number
    ints[8 * at] = ints[8 * slot] as number
  }

  /** No slot is free then, so every link is made anew. */
  #grow(): void {
    const used = this.#slots.room
    this.#slots.grow()
    this.#heads = new Int32Array(used * 4)
    const crowd = new Set(this.#crowd.values())
    for (let slot = 1; slot < used; slot++) if (!crowd.has(slot)) this.#link(slot)
  }
}

/** FNV-1a, its high bits folded into those that choose the chain. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash ^ (hash >>> 15)
}

/** Unambiguous key of the group-by values. */
export function keyOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : values.map((value) => `${value.length}:${value}`).join('')
}
