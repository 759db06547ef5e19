import { decodeHex } from '../fold/decode.js'
import { decodeFirst, fromCodes } from '../fold/common.js'
import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, exactText, hole, numberValue, textValue, unknown } from '../values.js'

/** Functions of PHP on texts (PHP manual, Strings). */

/** Changes the text of the first argument. */
export function onFirst(change: (text: string, input: CallInput) => string | undefined): Fold {
  return (input) => {
    const text = input.args[0] === undefined ? undefined : exactText(input.args[0])
    const changed = text === undefined ? undefined : change(text, input)
    return changed === undefined ? undefined : textValue(changed)
  }
}

/** `sprintf('%s %2$d', …)`. */
export function format(template: Value | undefined, values: readonly Value[]): Value | undefined {
  if (template?.text === undefined) return undefined
  let next = 0
  let exact = template.exact === true
  const text = template.text.replace(
    /%(?:(\d+)\$)?[-+ 0]*(?:'.)?\d*(?:\.\d+)?([sdufxXcobeEgGF%])/g,
    (_: string, place?: string, type?: string) => {
      if (type === '%') return '%'
      const value = place === undefined ? values[next++] : values[Number(place) - 1]
      if (value === undefined || exactText(value) === undefined) exact = false
      if (type === 'c' && value?.number !== undefined) return String.fromCodePoint(value.number & 0xffff)
      return value === undefined ? hole : (asText(value) ?? hole)
    },
  )
  return textValue(text, exact)
}

export const replaced: Fold = ({ args: [from, to, given] }) => {
  const text = given === undefined ? undefined : exactText(given)
  const olds = from?.items ?? (from === undefined ? [] : [from])
  if (text === undefined || olds.length === 0) return undefined
  let changed = text
  for (const [i, old] of olds.slice(0, 64).entries()) {
    const [a, b] = [
      exactText(old),
      exactText(to?.items?.[i] ?? (to?.items === undefined ? (to ?? unknown) : textValue(''))),
    ]
    if (a === undefined || b === undefined || changed.length > 65_536) return undefined
    if (a !== '') changed = changed.replaceAll(a, () => b)
  }
  return textValue(changed)
}

/** `strtr($text, $from, $to)` by letters, `strtr($text, $map)` by words. */
export const translated: Fold = ({ args: [given, from, to] }) => {
  const [text, a, b] = [given, from, to].map((value) => (value === undefined ? undefined : exactText(value)))
  if (text === undefined) return undefined
  if (a !== undefined && b !== undefined)
    return textValue(
      Array.from(text, (letter) => (a.includes(letter) ? (b[a.indexOf(letter)] ?? letter) : letter)).join(''),
    )
  const words = [...(from?.shape ?? [])].slice(0, 512)
  const table = new Map(
    words.flatMap(([key, value]) => (exactText(value) === undefined ? [] : [[key, exactText(value) ?? '']])),
  )
  if (table.size === 0) return undefined
  const longest = [...table.keys()].sort((x, y) => y.length - x.length)
  let [made, at] = ['', 0]
  while (at < text.length && made.length < 65_536) {
    const start = at
    const key = longest.find((one) => one !== '' && text.startsWith(one, start))
    made += key === undefined ? (text[at] ?? '') : (table.get(key) ?? '')
    at += key === undefined ? 1 : key.length
  }
  return textValue(made)
}

export const cut: Fold = ({ args: [given, start, length] }) => {
  const text = given === undefined ? undefined : exactText(given)
  if (text === undefined || start?.number === undefined) return undefined
  const from = start.number < 0 ? Math.max(0, text.length + start.number) : start.number
  const end =
    length?.number === undefined
      ? text.length
      : length.number < 0
        ? text.length + length.number
        : from + length.number
  return textValue(text.slice(from, Math.max(from, end)))
}

/** `pack('H*', …)` and `pack('C*', …)`; other formats make bytes that stand for no text. */
export const packed: Fold = ({ args: [kind, ...rest] }) => {
  const format_ = kind === undefined ? undefined : exactText(kind)
  if (format_ === 'H*') return decodeFirst(decodeHex)({ args: rest, named: new Map() })
  return format_ === 'C*' ? fromCodes({ args: rest, named: new Map() }) : undefined
}

export function trimmed(left: boolean, right: boolean): Fold {
  return onFirst((text, { args: [, given] }) => {
    const chars = given === undefined ? ' \t\n\r\0\u000b' : exactText(given)
    if (chars === undefined) return undefined
    let [start, end] = [0, text.length]
    while (left && start < end && chars.includes(text[start] ?? '')) start++
    while (right && end > start && chars.includes(text[end - 1] ?? '')) end--
    return text.slice(start, end)
  })
}

export const repeated: Fold = onFirst((text, { args: [, times] }) =>
  times?.number === undefined || times.number < 0 || text.length * times.number > 65_536
    ? undefined
    : text.repeat(times.number),
)

export const folder: Fold = ({ args: [path] }) => {
  const text = path === undefined ? undefined : asText(path)
  if (text === undefined) return undefined
  const end = text.lastIndexOf('/')
  return textValue(end < 0 ? hole : text.slice(0, end), exactText(path ?? unknown) !== undefined && end >= 0)
}

/** `'a' ^ 'b'` and `~'a'` on bytes; a text of more than bytes is left alone. */
export const xor: Fold = ({ args: [left, right] }) => {
  if (left?.number !== undefined && right?.number !== undefined)
    return numberValue(left.number ^ right.number)
  const [a, b] = [exactText(left ?? unknown), exactText(right ?? unknown)]
  if (a === undefined || b === undefined) return undefined
  const length = Math.min(a.length, b.length, 4096)
  return textValue(
    String.fromCharCode(...Array.from({ length }, (_, i) => (a.charCodeAt(i) ^ b.charCodeAt(i)) & 255)),
  )
}

export const not: Fold = ({ args: [given] }) => {
  const text = exactText(given ?? unknown)
  if (given?.number !== undefined) return numberValue(~given.number)
  return text === undefined || text.length > 4096
    ? undefined
    : textValue(String.fromCharCode(...Array.from(text, (letter) => ~letter.charCodeAt(0) & 255)))
}
