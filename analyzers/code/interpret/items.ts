import type { Value } from '../nouns.js'
import { asText, join, listValue, taintOf, textValue, unknown, withTaint } from '../values.js'

/** Items of a list, or characters of a text, when all are known. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.items !== undefined) return value.items
  const text = value.exact === true ? value.text : undefined
  return text === undefined || text.length > 4096 ? undefined : Array.from(text).map((one) => textValue(one))
}

/** Any one item of something iterated over. */
export function elementOf(value: Value): Value {
  const known = value.items?.reduce<Value | undefined>((a, b) => join(a, b), undefined) ?? unknown
  return withTaint(known, taintOf([value]))
}

/** What was handed out one by one, as one value: a single thing is itself, and so is the same unknown thing again and again. */
export function gathered(values: readonly Value[]): Value {
  const [first = unknown, ...rest] = values.filter((value) =>
    Object.values(value).some((part) => part !== undefined),
  )
  const isSame = (value: Value): boolean =>
    asText(value) === undefined &&
    (value.items ?? value.shape ?? value.closure) === undefined &&
    value.path === first.path
  if (rest.length === 0) return first
  if (isSame(first) && rest.every(isSame)) return rest.reduce(join, first)
  const all = [first, ...rest]
  return withTaint(listValue(all), taintOf(all))
}

/** What several ways handed out, each from the same start: any of them is what there is at its place. */
export function eitherYielded(
  before: readonly Value[] | undefined,
  ends: readonly (readonly Value[] | undefined)[],
): Value[] | undefined {
  const length = Math.max(...ends.map((end) => end?.length ?? 0), 0)
  if (length === 0) return before === undefined ? undefined : [...before]
  const either = Array.from({ length }, (_, i) =>
    ends.reduce<Value | undefined>((a, end) => (end?.[i] === undefined ? a : join(a, end[i])), undefined),
  )
  return [...(before ?? []), ...either.map((one) => one ?? unknown)]
}
