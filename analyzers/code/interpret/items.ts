import type { Value } from '../nouns.js'
import { join, taintOf, textValue, unknown, withTaint } from '../values.js'

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
