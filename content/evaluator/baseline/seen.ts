import { Keys } from '../correlate/keys.js'
import { Recency } from '../correlate/recency.js'
import { Slots } from '../correlate/slots.js'

/** What was seen of one key: item -> id of the event that first showed it. */
export type Items = ReadonlyMap<string, string>

/** Key and its items, stalest first. */
export type SeenState = readonly (readonly [string, readonly (readonly [string, string])[]])[]

/** Items remembered of one key, so that a noisy one cannot push the others out. */
const itemCap = 4096

/** Which items each of many keys was seen with. Holds a bounded number of items; the stalest keys go first. */
export class Seen {
  readonly #slots = new Slots()
  readonly #keys = new Keys(this.#slots)
  readonly #recency = new Recency(this.#slots)
  readonly #items: Map<string, string>[] = []
  readonly #most: number
  readonly #forget: (key: string, items: Items) => void
  #size = 0
  #forgotten = 0

  /** `most` items over all keys; `forget` is told of each key that goes. */
  constructor(most: number, forget: (key: string, items: Items) => void = () => undefined) {
    this.#most = Math.max(1, most)
    this.#forget = forget
  }

  /** How many keys went to make room. */
  get forgotten(): number {
    return this.#forgotten
  }

  /** The items of a key, without a trace of having asked. */
  of(key: string): Items | undefined {
    const slot = this.#keys.find(key)
    return slot === 0 ? undefined : this.#items[slot]
  }

  /** Notes an item of a key; true when it is new. Past the cap of the key nothing more is noted. */
  note(key: string, item: string, id: string): boolean {
    let slot = this.#keys.find(key)
    if (slot === 0) {
      slot = this.#keys.add(key)
      this.#items[slot] = new Map()
      this.#recency.add(slot)
    } else this.#recency.renew(slot)
    const items = this.#items[slot] as Map<string, string>
    if (items.has(item) || items.size >= itemCap) return false
    items.set(item, id)
    this.#size++
    while (this.#size > this.#most && this.#recency.oldest !== slot) this.#drop(this.#recency.oldest)
    return true
  }

  state(): SeenState {
    const out: [string, [string, string][]][] = []
    for (let slot = this.#recency.oldest; slot !== 0; slot = this.#recency.newer(slot))
      out.push([this.#keys.keyAt(slot), [...(this.#items[slot] as Map<string, string>)]])
    return out
  }

  #drop(slot: number): void {
    const key = this.#keys.keyAt(slot)
    const items = this.#items[slot] as Map<string, string>
    this.#size -= items.size
    this.#forgotten++
    this.#items[slot] = new Map()
    this.#recency.remove(slot)
    this.#keys.remove(slot)
    this.#forget(key, items)
  }
}
