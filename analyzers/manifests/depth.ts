// How deep a text folds, told without parsing it: a recursive parser driven deep enough ends the whole process, and
// some ends (a regular expression compiled on the last bit of stack) cannot be caught.

/** Values within each other. No manifest that anybody wrote goes deeper. */
export const maxDepth = 64

/** Most brackets open at once. `quotes`: texts in double quotes, which end at a line's end, do not count. */
export function bracketDepth(text: string, quotes: boolean): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (quoted) {
      if (unit === 92) at++
      else if (unit === 34 || unit === 10 || unit === 13) quoted = false
    } else if (unit === 34) quoted = quotes
    else if (unit === 91 || unit === 123) deepest = Math.max(deepest, ++depth)
    else if (unit === 93 || unit === 125) depth = Math.max(0, depth - 1)
  }
  return deepest
}

/** Most columns of block YAML open at once: indentation, and `-`, `?` and `:` as indicators. Errs on the high side. */
export function blockDepth(text: string): number {
  const columns: number[] = []
  let deepest = 0
  const open = (column: number): void => {
    while ((columns.at(-1) ?? -1) >= column) columns.pop()
    columns.push(column)
    deepest = Math.max(deepest, columns.length)
  }
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (/^\s*(#|$)/.test(line)) continue
    for (const { index } of line.matchAll(/(?<=^|\s)[-?:](?=\s|$)/g)) open(index)
    open(line.search(/[^\s?:-]|[-?:](?!\s|$)/) >>> 0)
    if (deepest > maxDepth) break
  }
  return deepest
}
