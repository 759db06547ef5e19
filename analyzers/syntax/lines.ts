/** Answers which line an offset lies on; made once per text, O(log lines) per question. */
export interface Lines {
  /** Line from 1 of a UTF-16 offset. */
  at(offset: number): number
  /** Column from 1, in UTF-16 units. */
  column(offset: number): number
  readonly count: number
}

export function indexLines(text: string): Lines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const line = (offset: number): number => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
  return {
    at: line,
    column: (offset) => offset - (starts[line(offset) - 1] ?? 0) + 1,
    count: starts.length,
  }
}
