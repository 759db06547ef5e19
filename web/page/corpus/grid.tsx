import type { CorpusIndex } from '@clawback/model'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { linkTo } from '../route.js'
import { cells } from './cells.jsx'
import type { SearchRow } from './search.js'
import { nextOrder } from './sort.js'
import type { Order } from './sort.js'
import { drawn, rowAfterKey, scrollFor, windowOf } from './window.js'

interface Props {
  readonly rows: readonly SearchRow[]
  readonly index: CorpusIndex
  readonly order: Order
  readonly onOrder: (order: Order) => void
  /** Rows are still being loaded. */
  readonly busy: boolean
}

/** Pixels; the style sheet says the same. */
const rowHeight = 44
const headHeight = 34

/**
 * All rows as a grid of which only what is seen is drawn (ARIA 1.2, grid; APG, Data Grid). One stop of the tab key: the
 * grid keeps the focus and names its active row.
 */
export function Grid({ rows, index, order, onOrder, busy }: Props): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 600 })
  const [active, setActive] = useState(0)
  const measure = (): void => {
    const { scrollTop = 0, clientHeight = 600 } = ref.current ?? {}
    setView({ top: scrollTop, height: clientHeight })
  }
  useLayoutEffect(measure, [])
  useEffect(() => {
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  // Other rows start at their beginning; rows that are only added do not move what is looked at.
  // Before they are shown: a key pressed on seeing them must not be undone by what is run after.
  const first = rows[0]?.row.id
  useLayoutEffect(() => {
    setActive(0)
    ref.current?.scrollTo({ top: 0 })
  }, [order, first])

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[active]
    if (event.target !== ref.current) return
    if (event.key === 'Enter' && row !== undefined) location.hash = linkTo('artifact', row.row.id)
    const page = Math.max(1, Math.floor((view.height - headHeight) / rowHeight) - 1)
    const to = rowAfterKey(event.key, active, rows.length, page)
    if (to === undefined) return
    event.preventDefault()
    setActive(to)
    const top = scrollFor(to, ref.current?.scrollTop ?? 0, view.height, rowHeight, headHeight)
    if (top !== undefined) ref.current?.scrollTo({ top })
  }
  const list = drawn(windowOf(view.top, view.height, rowHeight, rows.length), active, rows.length)
  return (
    <div
      ref={ref}
      id="artifacts"
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label="Artifacts"
      aria-rowcount={rows.length + 1}
      aria-colcount={cells.length}
      aria-busy={busy}
      aria-activedescendant={rows.length === 0 ? undefined : `row-${active}`}
      onScroll={measure}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" class="head">
        <div role="row" aria-rowindex={1} class="row">
          {cells.map(({ column, title }, at) => (
            <div
              key={column}
              role="columnheader"
              aria-colindex={at + 1}
              aria-sort={order.column !== column ? 'none' : order.descending ? 'descending' : 'ascending'}
            >
              <button type="button" onClick={() => onOrder(nextOrder(order, column))}>
                {title}
                <span aria-hidden="true" class="arrow">
                  {order.column !== column ? '' : order.descending ? '▼' : '▲'}
                </span>
              </button>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="rows" style={{ height: `${rows.length * rowHeight}px` }}>
        {list.map((at) => {
          const one = rows[at]
          return one === undefined ? null : (
            <div
              key={one.row.id}
              id={`row-${at}`}
              role="row"
              aria-rowindex={at + 2}
              aria-selected={at === active}
              class="row"
              style={{ top: `${at * rowHeight}px` }}
              onClick={(event) => {
                setActive(at)
                if (!(event.target instanceof HTMLAnchorElement))
                  location.hash = linkTo('artifact', one.row.id)
              }}
            >
              {cells.map(({ column, draw }, cell) => (
                <div key={column} role="gridcell" aria-colindex={cell + 1} class={column}>
                  {draw(one.row, index)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
      {rows.length === 0 && <p class="empty muted">{busy ? 'Loading…' : 'Nothing fits this search.'}</p>}
    </div>
  )
}
