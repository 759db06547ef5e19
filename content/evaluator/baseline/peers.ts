import { Seen } from './seen.js'
import type { Items, SeenState } from './seen.js'

/** What one principal did, beside what the others of its cohort did. */
export interface Standing {
  /** Principals of the cohort other than this one. */
  readonly peers: number
  /** How many of them did it. */
  readonly did: number
  /** Id of the event in which this principal first did it; undefined when that is not remembered. */
  readonly first: string | undefined
}

interface Cohort {
  principals: number
  readonly did: Map<string, number>
}

/** Who of a cohort did what, as far as it is remembered. */
export class Peers {
  readonly #cohorts = new Map<string, Cohort>()
  readonly #seen: Seen

  constructor(most: number) {
    this.#seen = new Seen(most, (key, items) => this.#forget(key, items))
  }

  get forgotten(): number {
    return this.#seen.forgotten
  }

  /** Notes that a principal of a cohort did something in an event. */
  note(cohort: string, principal: string, item: string, id: string): void {
    const key = `${cohort}\n${principal}`
    const known = this.#seen.of(key) !== undefined
    const fresh = this.#seen.note(key, item, id)
    const counts = this.#cohort(cohort)
    if (!known) counts.principals++
    if (fresh) counts.did.set(item, (counts.did.get(item) ?? 0) + 1)
  }

  standing(cohort: string, principal: string, item: string): Standing {
    const counts = this.#cohorts.get(cohort)
    const own = this.#seen.of(`${cohort}\n${principal}`)
    return {
      peers: (counts?.principals ?? 0) - (own === undefined ? 0 : 1),
      did: (counts?.did.get(item) ?? 0) - (own?.has(item) === true ? 1 : 0),
      first: own?.get(item),
    }
  }

  state(): SeenState {
    return this.#seen.state()
  }

  adopt(state: SeenState): void {
    for (const [key, items] of state) {
      const at = key.indexOf('\n')
      for (const [item, id] of items) this.note(key.slice(0, at), key.slice(at + 1), item, id)
    }
  }

  #cohort(name: string): Cohort {
    const known = this.#cohorts.get(name)
    if (known !== undefined) return known
    const made: Cohort = { principals: 0, did: new Map() }
    this.#cohorts.set(name, made)
    return made
  }

  #forget(key: string, items: Items): void {
    const name = key.slice(0, key.indexOf('\n'))
    const cohort = this.#cohort(name)
    cohort.principals--
    if (cohort.principals <= 0) this.#cohorts.delete(name)
    for (const item of items.keys()) {
      const left = (cohort.did.get(item) ?? 1) - 1
      if (left === 0) cohort.did.delete(item)
      else cohort.did.set(item, left)
    }
  }
}
