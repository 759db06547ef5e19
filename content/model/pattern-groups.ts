import type { Pattern } from './pattern-tree.js'

/** A group that has been read: its tree, and how deep groups are nested in it. */
export interface ReadGroup {
  readonly tree: Pattern
  readonly depth: number
}

/** Groups shorter than this are read faster than they are looked up; past so many, all are forgotten. */
const bounds = { shortest: 48, groups: 4096 }
const known = new Map<string, ReadGroup>()

/**
 * Rules repeat their lists of words, so a group that was read is known by its text: `flags` and what is between its
 * parentheses. Trees are never changed, and equal groups are the same object.
 */
export function knownGroup(key: string): ReadGroup | undefined {
  return known.get(key)
}

export function keepGroup(key: string, group: ReadGroup): void {
  if (known.size >= bounds.groups) known.clear()
  known.set(key, group)
}

/** Offset of the parenthesis that closes the group open before `at`; undefined where none does, or it is not worth knowing. */
export function groupEnd(source: string, at: number): number | undefined {
  let depth = 1
  for (let on = at; on < source.length; on++) {
    const c = source[on]
    if (c === '\\') on++
    else if (c === '[') on = setEnd(source, on)
    else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return on - at < bounds.shortest ? undefined : on
  }
  return undefined
}

/** Offset of the bracket that closes a set; a first one stands for itself, and names of sets have their own. */
function setEnd(source: string, open: number): number {
  const first = source[open + 1] === '^' ? open + 2 : open + 1
  for (let on = first; on < source.length; on++) {
    const c = source[on]
    if (c === '\\') on++
    else if (c === ']' && on > first) return on
    else if (c === '[') on += (/^\[:[a-z]+:\]/.exec(source.slice(on, on + 12))?.[0].length ?? 1) - 1
  }
  return source.length
}
