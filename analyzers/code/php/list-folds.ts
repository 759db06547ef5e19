import { joinItems, membersOf } from '../fold/common.js'
import type { Fold, Value } from '../nouns.js'
import { asText, exactText, hole, listValue, numberValue, textValue } from '../values.js'

/** Functions of PHP on arrays, and those that make arrays of texts (PHP manual, Arrays). */

/** `implode($glue, $list)`, in either order, or the list alone. */
export const implode: Fold = ({ args: [first, second] }) => {
  const list = [first, second].find((one) => one?.items !== undefined || one?.shape !== undefined)
  const glue = [first, second].find((one) => one !== undefined && one !== list)
  return joinItems(itemsOf(list), glue === undefined ? '' : (asText(glue) ?? hole))
}

export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  return value?.items ?? membersOf(value, 'values')?.items
}

export const explode: Fold = ({ args: [by, given] }) => {
  const [separator, text] = [by, given].map((value) => (value === undefined ? undefined : exactText(value)))
  if (separator === undefined || text === undefined || separator === '') return undefined
  return listValue(text.split(separator, 4096).map((piece) => textValue(piece)))
}

export const letters: Fold = ({ args: [given, size] }) => {
  const text = given === undefined ? undefined : exactText(given)
  const width = size?.number ?? 1
  if (text === undefined || text.length > 4096 || width < 1) return undefined
  return listValue(
    (text.match(new RegExp(`[^]{1,${Math.min(Math.trunc(width), 4096)}}`, 'g')) ?? []).map((one) =>
      textValue(one),
    ),
  )
}

export const pushed: Fold = ({ args: [list, ...more] }) => {
  // A variable that nobody set yet becomes a list.
  const isNew = list?.sure === false && list.made !== true && list.taint === undefined
  const before = isNew
    ? []
    : (itemsOf(list) ?? (list?.shape?.size === 0 ? [] : list === undefined ? [] : [list]))
  return listValue([...before, ...more])
}

export const merged: Fold = ({ args }) => {
  if (args.some(({ shape }) => shape !== undefined && shape.size > 0))
    return { shape: new Map(args.flatMap(({ shape }) => [...(shape ?? [])]).slice(0, 512)) }
  return args.every(({ items, shape }) => items !== undefined || shape?.size === 0)
    ? listValue(args.flatMap(({ items }) => items ?? []))
    : undefined
}

/** Keys beside values, for a loop over both. */
export const entries: Fold = ({ args: [given] }) =>
  given?.items === undefined
    ? membersOf(given, 'entries')
    : listValue(given.items.map((item, i) => listValue([numberValue(i), item])))

export const range: Fold = ({ args: [from, to] }) => {
  if (from?.number === undefined || to?.number === undefined) return undefined
  const [start, count] = [from.number, Math.abs(to.number - from.number) + 1]
  const step = to.number < start ? -1 : 1
  return count > 4096
    ? undefined
    : listValue(Array.from({ length: count }, (_, i) => numberValue(start + i * step)))
}
