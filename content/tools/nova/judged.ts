import type { NovaCondition } from './rule.js'

/**
 * What is left of a condition when nothing that needs a judge is ever seen: its own value where it has no such part, undefined
 * where nothing is left. A judged part makes what it stands in false, under `not` as elsewhere: what is left matches at
 * most what the whole does.
 */
export function keywordPart(condition: NovaCondition): NovaCondition | undefined {
  switch (condition.type) {
    case 'variable':
    case 'of':
      return condition.section === 'keywords' ? condition : undefined
    case 'not':
      return withoutJudged(condition.item) ? condition : undefined
    case 'and': {
      const items = condition.items.map(keywordPart)
      if (items.includes(undefined)) return undefined
      return items.every((item, i) => item === condition.items[i])
        ? condition
        : { type: 'and', items: items.filter((item) => item !== undefined) }
    }
    case 'or': {
      const items = condition.items.map(keywordPart).filter((item) => item !== undefined)
      const [only] = items
      if (only === undefined) return undefined
      const same =
        items.length === condition.items.length && items.every((item, i) => item === condition.items[i])
      return same ? condition : items.length === 1 ? only : { type: 'or', items }
    }
  }
}

function withoutJudged(condition: NovaCondition): boolean {
  switch (condition.type) {
    case 'variable':
    case 'of':
      return condition.section === 'keywords'
    case 'not':
      return withoutJudged(condition.item)
    default:
      return condition.items.every(withoutJudged)
  }
}
