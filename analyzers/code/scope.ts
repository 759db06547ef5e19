import type { Names, Value } from './nouns.js'
import { join } from './values.js'

type Changes = Map<string, Value | undefined>

/** Names of one function or module. Branches are followed one by one and joined; the work is linear in assignments. */
export class Scope implements Names {
  readonly parent: Scope | undefined
  readonly stars: string[] = []
  readonly #names = new Map<string, Value>()
  readonly #outer = new Set<string>()
  readonly #beside: readonly Scope[]
  #log: Changes | undefined

  /** `beside`: other files of one module, whose names are known where the own ones end. */
  constructor(parent?: Scope, beside: readonly Scope[] = []) {
    this.parent = parent
    this.#beside = beside
  }

  get(name: string): Value | undefined {
    return this.#names.get(name) ?? this.parent?.get(name) ?? this.#lookBeside(name)
  }

  set(name: string, value: Value, declare = true): void {
    const home = declare && !this.#outer.has(name) ? this : this.#homeOf(name)
    home.#write(name, value)
  }

  outer(name: string): void {
    this.#outer.add(name)
  }

  inner(): Scope {
    return new Scope(this)
  }

  all(): Iterable<readonly [string, Value]> {
    return this.#names
  }

  *among(words: ReadonlySet<string>): Iterable<readonly [string, Value]> {
    if (words.size > this.#names.size) {
      for (const named of this.#names) if (words.has(named[0])) yield named
      return
    }
    for (const word of words) {
      const value = this.#names.get(word)
      if (value !== undefined) yield [word, value]
    }
  }

  alternatives(bodies: readonly (() => void)[]): void {
    const ends = bodies.map((body) => this.#tryOut(body))
    const changed = new Map<string, Value>()
    for (const end of ends) for (const [name, value] of end) changed.set(name, join(changed.get(name), value))
    for (const [name, value] of changed) {
      const certain = ends.length > 1 && ends.every((end) => end.has(name))
      this.#write(name, certain ? value : join(value, this.#names.get(name)))
    }
  }

  #tryOut(body: () => void): Map<string, Value> {
    const outerLog = this.#log
    const log: Changes = new Map()
    this.#log = log
    try {
      body()
    } finally {
      this.#log = outerLog
    }
    const end = new Map<string, Value>()
    for (const [name, before] of log) {
      const now = this.#names.get(name)
      if (now !== undefined) end.set(name, now)
      if (before === undefined) this.#names.delete(name)
      else this.#names.set(name, before)
    }
    return end
  }

  #homeOf(name: string): Scope {
    if (this.#names.has(name) && !this.#outer.has(name)) return this
    return this.parent === undefined ? (this.#holderOf(name) ?? this) : this.parent.#homeOf(name)
  }

  #lookBeside(name: string): Value | undefined {
    const holder = this.#holderOf(name)
    return holder === undefined ? undefined : holder.#names.get(name)
  }

  #holderOf(name: string): Scope | undefined {
    return this.#beside.find((scope) => scope.#names.has(name))
  }

  #write(name: string, value: Value): void {
    if (this.#log !== undefined && !this.#log.has(name)) this.#log.set(name, this.#names.get(name))
    this.#names.set(name, value)
  }
}
