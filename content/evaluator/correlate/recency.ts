import type { Group } from './group.js'

/** Groups in the order of their last use, linked through themselves: a map in this order grows slow with deletions. */
export class Recency {
  #newest: Group | undefined
  #oldest: Group | undefined

  get oldest(): Group | undefined {
    return this.#oldest
  }

  /** Puts a group in as the newest. */
  add(group: Group): void {
    group.older = this.#newest
    group.newer = undefined
    if (this.#newest !== undefined) this.#newest.newer = group
    this.#newest = group
    this.#oldest ??= group
  }

  renew(group: Group): void {
    if (group === this.#newest) return
    this.remove(group)
    this.add(group)
  }

  remove(group: Group): void {
    if (group.older === undefined) this.#oldest = group.newer
    else group.older.newer = group.newer
    if (group.newer === undefined) this.#newest = group.older
    else group.newer.older = group.older
  }
}
