/** Keys that share a chain; a crowd beyond it goes elsewhere, so that chosen keys cannot make a search long. */
const chainCap = 12

/** What is stored under a text. It keeps the number of its place, so that taking it out needs no search. */
export interface Keyed {
  readonly key: string
  /** Its place in the table; 0 while it is in none, or in the crowd. */
  slot: number
}

/**
 * A map by text for much coming and going. The map of the language leaves a hole for all that is deleted and is made anew
 * once they fill it; here places are used again, and what a search reads of the table stays in the nearest caches.
 */
export class Keys<T extends Keyed> {
  /** Hash -> first slot of its chain; slots are counted from 1. */
  #heads = new Int32Array(64)
  #next = new Int32Array(32)
  #hashes = new Int32Array(32)
  readonly #items: (T | undefined)[] = [undefined]
  /** First of the free slots, which are chained too. */
  #free = 0
  /** Keys that all fall on one hash are no accident: they wait in a map whose hashes nobody can foresee. */
  readonly #crowd = new Map<string, T>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(key: string): T | undefined {
    const hash = hashOf(key)
    const hashes = this.#hashes
    const next = this.#next
    for (let at = this.#heads[hash & (this.#heads.length - 1)] as number; at !== 0; at = next[at] as number) {
      if (hashes[at] !== hash) continue
      const item = this.#items[at]
      if (item?.key === key) return item
    }
    return this.#crowd.size === 0 ? undefined : this.#crowd.get(key)
  }

  /** Puts in what is not there yet. */
  add(item: T): void {
    this.#size++
    const hash = hashOf(item.key)
    if (this.#chainLength(hash) >= chainCap) {
      this.#crowd.set(item.key, item)
      return
    }
    let slot = this.#free
    if (slot !== 0) {
      this.#free = this.#next[slot] as number
      this.#items[slot] = item
    } else {
      slot = this.#items.push(item) - 1
      if (slot >= this.#next.length) this.#grow()
    }
    item.slot = slot
    this.#hashes[slot] = hash
    this.#link(slot)
  }

  remove(item: T): void {
    this.#size--
    const { slot } = item
    if (slot === 0) {
      this.#crowd.delete(item.key)
      return
    }
    const next = this.#next
    const head = (this.#hashes[slot] as number) & (this.#heads.length - 1)
    const first = this.#heads[head] as number
    if (first === slot) this.#heads[head] = next[slot] as number
    else {
      let at = first
      while (next[at] !== slot) at = next[at] as number
      next[at] = next[slot] as number
    }
    this.#items[slot] = undefined
    item.slot = 0
    next[slot] = this.#free
    this.#free = slot
  }

  #chainLength(hash: number): number {
    let length = 0
    for (let at = this.#heads[hash & (this.#heads.length - 1)] as number; at !== 0; length++)
      at = this.#next[at] as number
    return length
  }

  #link(slot: number): void {
    const head = (this.#hashes[slot] as number) & (this.#heads.length - 1)
    this.#next[slot] = this.#heads[head] as number
    this.#heads[head] = slot
  }

  /** No slot is free then, so every link is made anew. */
  #grow(): void {
    const room = this.#next.length * 2
    const hashes = new Int32Array(room)
    hashes.set(this.#hashes)
    this.#hashes = hashes
    this.#next = new Int32Array(room)
    this.#heads = new Int32Array(room * 2)
    for (let slot = 1; slot < room / 2; slot++) this.#link(slot)
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
