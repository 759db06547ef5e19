/**
 * Values that came before. Hosts say the same over and over (programs, users, folders, their hashes), so what was worked
 * out of a value once is kept: its folded text, which rules its search found, and the answers of tests of its field.
 * Nothing kept depends on anything but the value, so forgetting is always allowed.
 */
export interface Known {
  folded: string | undefined
  /** Places of rules that a search found in the value, by the number of the search. */
  readonly found: (readonly number[] | undefined)[]
  /** Something was found in it or asked of it: to know that again saves more than it costs. */
  fruitful: boolean
  /** By the number of the question: 0 not yet asked, {@link no} or {@link yes}. */
  answers: Uint8Array
}

export const no = 1
export const yes = 2

/** Longer values hardly ever come twice. */
const lengthCap = 512
/** Values of all fields kept as young; as many again may be old. It bounds what hostile values can hold. */
const keepCap = 4096
/**
 * Of this many values in a row, so few were known and of use that keeping them is not worth it for a while: to look a
 * value up costs about as much as to search it where few rules look.
 */
const trial = 256
const worthIt = trial / 4
const restFor = 16 * trial

/** What all fields of a view keep together. */
export interface Keep {
  /** Values admitted since all grew old the last time. */
  count: number
  /** The fields that keep anything. */
  readonly memos: Set<Memo>
}

export function makeKeep(): Keep {
  return { count: 0, memos: new Set() }
}

/** The known values of one field. When too much is kept, the young grow old, and the old that did not come again go. */
export class Memo {
  readonly #keep: Keep
  /** Made when needed: most fields of most rules never come. */
  #young: Map<string, Known> | undefined
  #old: Map<string, Known> | undefined
  #looked = 0
  #met = 0
  #resting = 0
  /** Searches and questions numbered so far. */
  searches = 0
  questions = 0

  constructor(keep: Keep) {
    this.#keep = keep
  }

  /** What is kept of the value, perhaps nothing yet; undefined when the field's values are not worth keeping. */
  find(text: string): Known | undefined {
    // Fields that are only reported or grouped by.
    if (this.searches + this.questions === 0) return undefined
    if (this.#resting > 0) {
      this.#resting--
      return undefined
    }
    if (text.length > lengthCap) return undefined
    if (++this.#looked > trial) this.#judge()
    const known = this.#young?.get(text)
    if (known === undefined) return this.#admit(text)
    if (known.fruitful) this.#met++
    return known
  }

  /** Number of values kept. */
  get size(): number {
    return (this.#young?.size ?? 0) + (this.#old?.size ?? 0)
  }

  #judge(): void {
    if (this.#met < worthIt) this.#resting = restFor
    this.#looked = 0
    this.#met = 0
  }

  #admit(text: string): Known {
    const aged = this.#old?.get(text)
    if (aged?.fruitful === true) this.#met++
    const known = aged ?? {
      folded: undefined,
      found: [],
      fruitful: false,
      answers: new Uint8Array(0),
    }
    this.#young ??= new Map()
    this.#young.set(text, known)
    this.#keep.memos.add(this)
    if (++this.#keep.count >= keepCap) this.#ageAll()
    return known
  }

  /** All fields at once: one that stopped coming would otherwise keep its values for ever. */
  #ageAll(): void {
    this.#keep.count = 0
    for (const memo of this.#keep.memos) {
      memo.#old = memo.#young
      memo.#young = undefined
      if (memo.#old === undefined) this.#keep.memos.delete(memo)
    }
  }
}

/** Notes the answer to a question of `memo`. */
export function note(memo: Memo, known: Known, question: number, answer: boolean): void {
  if (question >= known.answers.length) {
    const larger = new Uint8Array((memo.questions + 31) & ~15)
    larger.set(known.answers)
    known.answers = larger
  }
  known.answers[question] = answer ? yes : no
  known.fruitful = true
}
