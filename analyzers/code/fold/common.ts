import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, exactText, hole, listValue, numberValue, textValue, unknown } from '../values.js'
import type { Decode } from './decode.js'

/** Builders of folds that several languages share. */

export function first(input: CallInput): Value | undefined {
  return input.args[0] ?? input.input
}

/** Decodes the first argument, or what is piped in. */
export function decodeFirst(decode: Decode): Fold {
  return (input) => {
    const text = first(input) === undefined ? undefined : exactText(first(input) ?? unknown)
    const plain = text === undefined ? undefined : decode(text)
    return plain === undefined ? undefined : textValue(plain)
  }
}

/** Applies a text function to the receiver. */
export function onReceiver(change: (text: string, input: CallInput) => string | undefined): Fold {
  return (input) => {
    const text = input.receiver === undefined ? undefined : exactText(input.receiver)
    const changed = text === undefined ? undefined : change(text, input)
    return changed === undefined ? undefined : textValue(changed)
  }
}

/** The first argument as it is: `str(x)`, `bytes(x)`, `x.decode()`. */
export const sameFirst: Fold = (input) => {
  const value = first(input)
  return value === undefined || asText(value) === undefined
    ? undefined
    : textValue(asText(value) ?? '', exactText(value) !== undefined)
}

export const sameReceiver: Fold = ({ receiver }) => receiver

/** A folder made anew: nobody knows its name, yet it is the same one each time it is named. */
export const newFolder: Fold = () => textValue(`${hole}temporary`, false)

/** Characters of code points: `chr(1)`, `String.fromCharCode(1, 2)`, `bytes([1, 2])`. */
export const fromCodes: Fold = ({ args }) => {
  const codes = args.flatMap((value) => value.items ?? [value]).map((value) => value.number)
  if (
    codes.length === 0 ||
    !codes.every((code) => code !== undefined && Number.isInteger(code) && code >= 0 && code <= 0x10ffff)
  )
    return undefined
  return textValue(String.fromCodePoint(...(codes as number[]).slice(0, 4096)))
}

export const toCode: Fold = ({ args: [value] }) => {
  const code = value === undefined ? undefined : exactText(value)?.codePointAt(0)
  return code === undefined ? undefined : numberValue(code)
}

/** Joins list items with a separator; holes where an item is not known. */
export function joinItems(items: readonly Value[] | undefined, separator: string): Value | undefined {
  if (items === undefined || items.length === 0 || items.every((item) => asText(item) === undefined))
    return undefined
  const text = items.map((item) => asText(item) ?? hole).join(separator)
  return textValue(
    text,
    items.every((item) => exactText(item) !== undefined),
  )
}

/** Paths by a pattern, or by several: what they are called is not known, and that they fit is. */
export const byPattern: Fold = ({ args: [given] }) => {
  const patterns = (given?.items ?? (given === undefined ? [] : [given]))
    .map(asText)
    .filter((text): text is string => text !== undefined && text !== '')
  return patterns.length === 0 ? undefined : listValue(patterns.map((text) => textValue(text, false)))
}

/** Path made of parts; an absolute part starts anew. */
export const joinPath: Fold = ({ args }) => {
  const parts = args.map((value) => asText(value) ?? hole)
  if (parts.length === 0 || parts.every((part) => part === hole)) return undefined
  const start = parts.findLastIndex((part) => part.startsWith('/'))
  const text = parts
    .slice(Math.max(0, start))
    .join('/')
    .replace(/([^:])\/{2,}/g, '$1/')
    .replace(/\/\.\//g, '/')
  return textValue(
    text,
    args.every((value) => exactText(value) !== undefined),
  )
}

export const replaceText: Fold = ({ receiver, args: [from, to] }) => {
  const [text, old, fresh] = [receiver, from, to].map((value) =>
    value === undefined ? undefined : exactText(value),
  )
  if (text === undefined || old === undefined || fresh === undefined || old === '') return undefined
  return textValue(text.replaceAll(old, () => fresh))
}

export const splitText: Fold = ({ receiver, args: [separator] }) => {
  const text = receiver === undefined ? undefined : exactText(receiver)
  if (text === undefined) return undefined
  const by = separator === undefined ? undefined : exactText(separator)
  const pieces = by === undefined ? text.trim().split(/\s+/) : text.split(by, 4096)
  return listValue(pieces.map((piece) => textValue(piece)))
}

export const reverse: Fold = ({ receiver, args: [given] }) => {
  const value = receiver ?? given
  const text = value === undefined ? undefined : exactText(value)
  if (text !== undefined) return textValue(Array.from(text).reverse().join(''))
  return value?.items === undefined ? undefined : listValue([...value.items].reverse())
}

export function toNumber(text: string, base = 10): Value | undefined {
  const value = base === 10 ? Number(text) : parseInt(text.replace(/^0[xob]/i, ''), base)
  return Number.isFinite(value) && text.trim() !== '' ? numberValue(value) : undefined
}

/** Members a thing may have to be gone through one by one. */
const mostMembers = 64

/** What `Object.entries`, `dict.items` and their like give of a thing whose members are written in the code. */
export function membersOf(value: Value | undefined, part: 'keys' | 'values' | 'entries'): Value | undefined {
  const { shape } = value ?? {}
  if (shape === undefined || shape.size === 0 || shape.size > mostMembers || value?.closure !== undefined)
    return undefined
  return listValue(
    [...shape].map(([key, member]) =>
      part === 'keys' ? textValue(key) : part === 'values' ? member : listValue([textValue(key), member]),
    ),
  )
}

/** A request that is made ready goes where it says, whoever sends it. */
export function addressed(path: string): Fold {
  return ({ args: [given], named }) => {
    const { text, exact } = given ?? named.get('url') ?? {}
    return text === undefined ? undefined : { text, exact, path, sure: true, made: true }
  }
}

/** What a variable is worth when nobody set it: most never do. */
export const environment: Fold = ({ args: [name, given], named }) => {
  if (name !== undefined && exactText(name) === 'HOME') return textValue('~')
  const otherwise = given ?? named.get('default')
  const text = otherwise === undefined ? undefined : asText(otherwise)
  return text === undefined || text === '' ? undefined : textValue(text, false)
}
