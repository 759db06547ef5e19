import { verdictOrder } from '../parts/verdicts.jsx'
import type { SearchRow } from './search.js'

export const columns = ['verdict', 'score', 'name', 'kind', 'rules', 'label', 'families'] as const
export type Column = (typeof columns)[number]

export interface Order {
  readonly column: Column
  readonly descending: boolean
}

type Compare = (a: SearchRow, b: SearchRow) => number

const byText =
  (text: (row: SearchRow) => string): Compare =>
  (a, b) => {
    const [x, y] = [text(a), text(b)]
    return x < y ? -1 : x > y ? 1 : 0
  }

const compare: Readonly<Record<Column, Compare>> = {
  verdict: (a, b) => verdictOrder.indexOf(b.row.verdict) - verdictOrder.indexOf(a.row.verdict),
  score: (a, b) => a.row.score - b.row.score,
  name: byText(({ texts }) => texts.name),
  kind: byText(({ texts }) => texts.kind),
  rules: (a, b) => a.row.rules.length - b.row.rules.length,
  label: byText(({ texts }) => texts.label),
  families: byText(({ texts }) => texts.family),
}

/** Sorted rows; those that are alike stay in the order of the store, gravest first. */
export function sortRows(rows: readonly SearchRow[], { column, descending }: Order): readonly SearchRow[] {
  const way = descending ? -1 : 1
  return [...rows].sort((a, b) => way * compare[column](a, b) || a.place - b.place)
}

/** The order after a click on a column: the other way, or what one looks for first. */
export function nextOrder(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending }
  return { column, descending: column === 'verdict' || column === 'score' || column === 'rules' }
}
