/** Rows that are drawn: those in view, some around them, and the active one wherever it is. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Rows drawn above and below what is seen, so that scrolling shows no holes. */
const around = 8

export function windowOf(scrollTop: number, height: number, rowHeight: number, rows: number): Window {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - around)
  const to = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + around)
  return { from: Math.min(from, to), to }
}

/** Numbers of the rows that are drawn, in order. */
export function drawn({ from, to }: Window, active: number, rows: number): readonly number[] {
  const list = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
  if (active < 0 || active >= rows || (active >= from && active < to)) return list
  return active < from ? [active, ...list] : [...list, active]
}

/** The row that a key leads to; undefined when the key means nothing here. */
export function rowAfterKey(key: string, active: number, rows: number, page: number): number | undefined {
  const steps = new Map([
    ['ArrowDown', active + 1],
    ['ArrowUp', active - 1],
    ['PageDown', active + page],
    ['PageUp', active - page],
    ['Home', 0],
    ['End', rows - 1],
  ])
  const to = steps.get(key)
  return to === undefined || rows === 0 ? undefined : Math.max(0, Math.min(rows - 1, to))
}

/** Where to scroll to so that a row is in view below a header of some height; undefined when it is. */
export function scrollFor(
  row: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
  header: number,
): number | undefined {
  const [top, bottom] = [row * rowHeight, (row + 1) * rowHeight]
  if (top < scrollTop) return top
  return bottom > scrollTop + height - header ? bottom - height + header : undefined
}
