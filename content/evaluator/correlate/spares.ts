import type { Entry } from './entry.js'
import { emptyGroup, makeGroup, valuesBeside } from './group.js'
import type { Group } from './group.js'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** More than this many of a kind are left to the garbage collector. */
const most = 32_768

/**
 * Groups and entries that went, for those that come. With many groups, nearly every event makes one of each that lives
 * for minutes: what the garbage collector would have to copy again and again is written over instead.
 */
export class Spares {
  readonly #groups: Group[] = []
  readonly #entries: Writable<Entry>[] = []

  group(key: string, values: readonly string[]): Group {
    const group: Writable<Group> | undefined = this.#groups.pop()
    if (group === undefined) return makeGroup(key, values)
    group.key = key
    group.values = valuesBeside(values)
    return group
  }

  /** A copy that is the correlation's own. */
  entry({ time, id, rule, value, refs, provisional }: Entry): Entry {
    const entry = this.#entries.pop()
    if (entry === undefined) return { time, id, rule, value, refs, provisional }
    entry.time = time
    entry.id = id
    entry.rule = rule
    entry.value = value
    entry.refs = refs
    entry.provisional = provisional
    return entry
  }

  /** Takes a group that nothing refers to any more: not the map, not the list, not what is due. */
  giveGroup(group: Group): void {
    for (const entry of group.entries) this.giveEntry(entry)
    if (this.#groups.length >= most || group.waits > 0) return
    emptyGroup(group)
    this.#groups.push(group)
  }

  giveEntry(entry: Entry): void {
    if (this.#entries.length >= most) return
    const spare: Writable<Entry> = entry
    // Nothing of an event outlives its window.
    spare.id = ''
    spare.value = ''
    spare.refs = undefined
    this.#entries.push(spare)
  }
}
