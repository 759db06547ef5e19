import type { CallInput, Value } from './nouns.js'
import { asText } from './values.js'

/** Arguments of a call as a person reads them: constants folded, lists joined by spaces, what is unknown as `?`. */
export function argumentTexts(input: CallInput): string[] {
  const positional = input.args.slice(0, 24).map((value) => renderValue(value))
  const named = [...input.named]
    .filter(([name]) => name !== handed)
    .slice(0, 24)
    .map(([name, value]) => `${name}=${renderValue(value)}`)
  return [...positional, ...named]
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
