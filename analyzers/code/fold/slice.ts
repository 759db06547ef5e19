import type { Fold, Value } from '../nouns.js'
import { exactText, listValue, textValue } from '../values.js'

/** `x[a:b:c]` of a text or list. */
export const slice: Fold = ({ receiver, args }) => {
  const [start, stop, step] = args.map((bound) => bound.number)
  const letters = receiver === undefined ? undefined : exactText(receiver)
  const items: readonly (Value | string)[] | undefined =
    receiver?.items ?? (letters === undefined ? undefined : Array.from(letters))
  if (items === undefined) return undefined
  const kept = sliced(items, start, stop, step ?? 1)
  return letters === undefined || receiver?.items !== undefined
    ? listValue(kept as Value[])
    : textValue((kept as string[]).join(''))
}

function sliced<Item>(
  items: readonly Item[],
  start: number | undefined,
  stop: number | undefined,
  step: number,
): Item[] {
  if (step > 0) return items.slice(start, stop).filter((_, i) => i % step === 0)
  const from = start === undefined ? items.length - 1 : start < 0 ? items.length + start : start
  const to = stop === undefined ? -1 : stop < 0 ? items.length + stop : stop
  const kept: Item[] = []
  for (let at = Math.min(from, items.length - 1); at > to && step < 0; at += step) {
    const item = items[at]
    if (item !== undefined) kept.push(item)
  }
  return kept
}
