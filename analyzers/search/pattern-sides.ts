import type { Pattern } from '@clawback/model'

import type { Width } from './pattern-width.js'
import { nothing, plus, widthOf } from './pattern-width.js'

/** What stands between two wide gaps of a pattern: `this.{0,300}that` has two sides, and a match has all of them. */
export interface Side {
  /** One of them matches where the side does. */
  readonly branches: readonly Pattern[]
  /** How many characters (code points) of a match stand before the side. */
  readonly before: Width
}

/** Least width of a gap that parts sides, and most branches that are told apart. */
const most = { narrow: 30, branches: 64 }

/**
 * The sides of a pattern. Many patterns share theirs, and what is looked for once in a text need not be looked for with
 * each of them. A side that is there whatever the text is left out; none, where the pattern may match nothing at all.
 */
export function sidesOf(pattern: Pattern): readonly Side[] {
  const found: Side[] = []
  let before = nothing
  let items: Pattern[] = []
  const close = (): void => {
    const width = widthOf({ type: 'sequence', items })
    if (width.min > 0) found.push({ branches: branchesOf(items), before })
    before = plus(before, width)
    items = []
  }
  for (const item of pattern.type === 'sequence' ? pattern.items : [pattern]) {
    if (!isGap(item)) {
      items.push(item)
      continue
    }
    close()
    before = plus(before, widthOf(item))
  }
  close()
  return found
}

function isGap(item: Pattern): boolean {
  return (
    item.type === 'repeat' &&
    item.min === 0 &&
    (item.max === -1 || item.max >= most.narrow) &&
    (item.item.type === 'any' || item.item.type === 'set')
  )
}

/** `\b(?:this|that)\b` is `\bthis\b` or `\bthat\b`: each has its own pieces, and they stand closer to its start. */
function branchesOf(items: readonly Pattern[]): readonly Pattern[] {
  const wide = items.filter(({ type }) => type !== 'at')
  const [choice] = wide
  if (wide.length !== 1 || choice?.type !== 'choice' || choice.items.length > most.branches)
    return [{ type: 'sequence', items }]
  if (items.length === 1) return choice.items
  return choice.items.map((branch) => ({
    type: 'sequence',
    items: items.map((item) => (item === choice ? branch : item)),
  }))
}
