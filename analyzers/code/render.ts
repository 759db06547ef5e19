import type { CallInput, Value } from './nouns.js'
import { asText, variantsOf } from './values.js'

/**
 * Arguments of a call as a person reads them: constants folded, lists joined by spaces, what is unknown as `?`. What an
 * argument may be as well stands behind them all.
 */
export function argumentTexts(input: CallInput): string[] {
  const positional = input.args.slice(0, 24).map((value) => renderValue(value))
  const named = [...input.named]
    .filter(([name]) => name !== handed)
    .slice(0, 24)
    .map(([name, value]) => `${name}=${renderValue(value)}`)
  return [...positional, ...named, ...othersIn([...input.args, ...input.named.values()])]
}

const mostOthers = 12

function othersIn(values: readonly Value[]): string[] {
  const found = new Set<string>()
  for (const value of values.slice(0, 24)) {
    for (const text of value.also ?? []) found.add(text)
    // What a name may stand for besides: `given.relay ?? RELAY`.
    if (value.shape !== undefined && value.path !== undefined && value.made !== true && !hasCode(value.shape))
      found.add(renderValue({ shape: value.shape }))
    if (value.text !== undefined || value.items === undefined) continue
    for (const items of variantsOf(value.items.slice(0, 64))) found.add(renderValue({ items }))
  }
  return [...found].slice(0, mostOthers)
}

/** An object that does something is not described by what it holds. */
function hasCode(shape: NonNullable<Value['shape']>): boolean {
  return [...shape.values()].some(({ closure }) => closure !== undefined)
}

/** A block that stands after a call is none of its arguments to whoever reads them. */
const handed = '&'

export function renderValue(value: Value, depth = 2): string {
  const text = asText(value)
  if (text !== undefined) return text.slice(0, 2000)
  if (depth === 0) return '?'
  if (value.items !== undefined)
    return value.items
      .slice(0, 64)
      .map((item) => renderValue(item, depth - 1))
      .join(' ')
  if (value.shape !== undefined && value.closure === undefined && value.path === undefined)
    return [...value.shape]
      .slice(0, 32)
      .map(([name, item]) => `${name}=${renderValue(item, depth - 1)}`)
      .join(' ')
  return '?'
}
