import type { Value } from '../nouns.js'
import { asText, exactText, taintOf, textValue, unknown, withTaint } from '../values.js'

/** What two commands print, one after the other. */
export function printedAfter(a: Value, b: Value): Value {
  const [before, after] = [asText(a), asText(b)]
  const marks = taintOf([a, b])
  if (after === undefined) return withTaint(a, marks)
  if (before === undefined) return withTaint(b, marks)
  if (before.length + after.length > mostPrinted) return withTaint(unknown, marks)
  const exact = exactText(a) !== undefined && exactText(b) !== undefined
  return withTaint(textValue(`${before}${before.endsWith('\n') ? '' : '\n'}${after}`, exact), marks)
}

/** UTF-16 units of what commands print that are put together. */
const mostPrinted = 20_000
