/**
 * Values that came before. Hosts say the same over and over (programs, users, folders, their hashes), so what was worked
 * out of a value once is kept: its folded text, which rules its search found, and the answers of tests of its field.
 * Nothing kept depends on anything but the value, so forgetting is always allowed.
 */
export interface Known {
  folded: string | undefined
  /** Places of rules that a search found in the value, by the number of the search. */
  readonly found: (readonly number[] | undefined)[]
  /** By the number of the question: 0 not yet asked, {@link no} or {@link yes}. */
  answers: Uint8Array
}

export const no = 1
export const yes = 2

/** Longer values hardly ever come twice. */
const lengthCap = 512
/** Values of all fields kept as young; as many again may be old. It bounds what hostile values can hold. */
const keepCap = 4096
/** Of this many values in a row, so few were known that keeping them is not worth it for a while. */
const trial = 256
const worthIt = trial / 4
const restFor = 16 * trial

/** What all fields of a view keep together. */
export interface Keep {
  generation: number
  count: number
}

/** The known values of one field. When too much is kept, the young grow old, and the old that did not come again go. */
export class Memo {
  readonly #keep: Keep
  #generation = 0
  #young = new Map<string, Known>()
  #old = new Map<string, Known>()
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
    if (this.#resting > 0) {
      this.#resting--
      return undefined
    }
    if (text.length > lengthCap) return undefined
    if (++this.#looked > trial) this.#judge()
    if (this.#generation !== this.#keep.generation) this.#age()
    const known = this.#young.get(text)
    if (known === undefined) return this.#admit(text)
    this.#met++
    return known
  }

  #judge(): void {
    if (this.#met < worthIt) this.#resting = restFor
    this.#looked = 0
    this.#met = 0
  }

  #age(): void {
    const { generation } = this.#keep
    this.#old = generation === this.#generation + 1 ? this.#young : new Map<string, Known>()
    this.#young = new Map()
    this.#generation = generation
  }

  #admit(text: string): Known {
    const aged = this.#old.get(text)
    if (aged !== undefined) this.#met++
    const known = aged ?? { folded: undefined, found: [], answers: new Uint8Array(0) }
    this.#young.set(text, known)
    if (++this.#keep.count >= keepCap) {
      this.#keep.count = 0
      this.#keep.generation++
    }
    return known
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
}
