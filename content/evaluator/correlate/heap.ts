import type { Group } from './group.js'

interface Due {
  readonly time: number
  readonly group: Group
}

/** Groups by the time at which they have something to close; a group may stand in it more than once. */
export interface DueHeap {
  push(time: number, group: Group): void
  /** Takes the earliest that is due by `horizon`. */
  pop(horizon: number): Due | undefined
}

export function dueHeap(): DueHeap {
  const items: Due[] = []
  const earlier = (a: number, b: number): boolean =>
    (items[a]?.time ?? Infinity) < (items[b]?.time ?? Infinity)
  const swap = (a: number, b: number): void => {
    const [x, y] = [items[a], items[b]]
    if (x === undefined || y === undefined) return
    items[a] = y
    items[b] = x
  }
  const sink = (from: number): void => {
    for (let at = from; ;) {
      const left = 2 * at + 1
      const child = left + 1 < items.length && earlier(left + 1, left) ? left + 1 : left
      if (child >= items.length || !earlier(child, at)) return
      swap(child, at)
      at = child
    }
  }
  return {
    push: (time, group) => {
      group.waits++
      let at = items.push({ time, group }) - 1
      for (let parent = (at - 1) >> 1; at > 0 && earlier(at, parent); parent = (at - 1) >> 1) {
        swap(at, parent)
        at = parent
      }
    },
    pop: (horizon) => {
      const first = items[0]
      if (first === undefined || first.time > horizon) return undefined
      first.group.waits--
      const last = items.pop()
      if (items.length > 0 && last !== undefined) {
        items[0] = last
        sink(0)
      }
      return first
    },
  }
}
