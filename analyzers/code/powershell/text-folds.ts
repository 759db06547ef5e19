import {
  fromCodes,
  joinItems,
  onReceiver,
  replaceText,
  sameFirst,
  splitText,
  toNumber,
} from '../fold/common.js'
import type { Fold, Value } from '../nouns.js'
import {
  asText,
  concatValues,
  exactText,
  hole,
  listValue,
  numberValue,
  textValue,
  unknown,
} from '../values.js'
import { replacedBy, splitBy } from './regex.js'

/** `'{0} {1:x2}' -f $a, $b` (Composite formatting). */
function format(template: Value | undefined, values: readonly Value[]): Value {
  if (template?.text === undefined) return unknown
  let exact = template.exact === true
  const text = template.text.replace(
    /\{\{|\}\}|\{(\d{1,3})(?:,-?\d{1,3})?(?::(\w{1,8}))?\}/g,
    (all: string, place?: string, how?: string) => {
      if (place === undefined) return all.charAt(0)
      const value = values[Number(place)]
      if (value === undefined || exactText(value) === undefined) exact = false
      if (value?.number !== undefined && /^x\d?$/i.test(how ?? ''))
        return value.number.toString(16).padStart(Number(how?.slice(1) ?? 0), '0')
      return value === undefined ? hole : (asText(value) ?? hole)
    },
  )
  return textValue(text, exact)
}

const joined: Fold = ({ args: [list, separator] }) => {
  const by = separator === undefined ? '' : (asText(separator) ?? '')
  return list?.items === undefined ? (list ?? unknown) : (joinItems(list.items, by) ?? unknown)
}

/** `-split` by an expression, and without one at what is white. */
const split: Fold = ({ args: [given, by] }) => {
  const [text, pattern] = [given, by?.items?.[0] ?? by].map((value) =>
    value === undefined ? undefined : exactText(value),
  )
  if (text === undefined) return { taint: given?.taint }
  const pieces =
    by === undefined ? text.trim().split(/\s+/) : pattern === undefined ? undefined : splitBy(text, pattern)
  return pieces === undefined ? unknown : listValue(pieces.map((one) => textValue(one)))
}

const replace: Fold = ({ args: [given, by] }) => {
  const [old, fresh] = by?.items ?? [by ?? unknown, textValue('')]
  const one = (value: Value): Value => {
    const [text, pattern, put] = [value, old, fresh].map((part) =>
      part === undefined ? undefined : exactText(part),
    )
    const known =
      text === undefined || pattern === undefined ? undefined : replacedBy(text, pattern, put ?? '')
    return known === undefined ? { text: asText(value), exact: false } : textValue(known)
  }
  if (given?.items !== undefined) return listValue(given.items.map(one))
  return given === undefined ? unknown : one(given)
}

/** A character is as good as its number. */
export function codeOf(value: Value | undefined): number | undefined {
  if (value?.number !== undefined) return value.number
  const text = value === undefined ? undefined : exactText(value)
  if (text === undefined) return undefined
  return text.length === 1 && !/\d/.test(text) ? text.charCodeAt(0) : toNumber(text)?.number
}

const xor: Fold = ({ args: [left, right] }) => {
  const [a, b] = [codeOf(left), codeOf(right)]
  return a === undefined || b === undefined ? unknown : numberValue(a ^ b)
}

/** `[char]$x`: of a number the letter, of a letter itself. */
function letter(value: Value): Value {
  return value.number === undefined ? value : (fromCodes({ args: [value], named: new Map() }) ?? unknown)
}

const letters: Fold = ({ args: [given] }) => {
  if (given?.items !== undefined) return listValue(given.items.map(letter))
  const text = given === undefined ? undefined : exactText(given)
  if (given?.number !== undefined) return listValue([letter(given)])
  return text === undefined
    ? (given ?? unknown)
    : listValue(Array.from(text.slice(0, 4096)).map((one) => textValue(one)))
}

/** `[int]$x`: of a letter its number, of digits what they say. */
function numeral(value: Value): Value {
  if (value.number !== undefined) return numberValue(Math.trunc(value.number))
  const text = exactText(value)
  if (text === undefined) return value
  const hex = /^0x([0-9a-f]{1,8})$/i.exec(text)?.[1]
  if (hex !== undefined) return numberValue(parseInt(hex, 16))
  return toNumber(text) ?? (text.length === 1 ? numberValue(text.charCodeAt(0)) : value)
}

const plain: Fold = ({ args: [value] }) => {
  if (value?.items === undefined) return value ?? unknown
  return joinItems(value.items, ' ') ?? value
}

/** `[Convert]::ToInt32($text, 16)`. */
const converted: Fold = ({ args: [given, base] }) => {
  if (given === undefined) return undefined
  const text = exactText(given)
  return base?.number === undefined || text === undefined ? numeral(given) : toNumber(text, base.number)
}

export const textFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  [
    '<format>',
    ({ args: [template, given] }) => format(template, given?.items ?? (given === undefined ? [] : [given])),
  ],
  ['<join>', joined],
  ['<split>', split],
  ['<replace>', replace],
  ['<xor>', xor],
  ['<char>', ({ args: [value] }) => (value === undefined ? unknown : letter(value))],
  ['<chars>', letters],
  ['<number>', ({ args: [value] }) => (value === undefined ? unknown : numeral(value))],
  [
    '<numbers>',
    ({ args: [value] }) =>
      value?.items === undefined
        ? (value ?? unknown)
        : value.text === undefined
          ? listValue(value.items.map(numeral))
          : value,
  ],
  ['<text>', plain],
  [
    '<key>',
    ({ args: [value] }) =>
      value?.text === undefined ? (value ?? unknown) : textValue(value.text.toLowerCase(), value.exact),
  ],
  [
    'string.join',
    ({ args: [separator, ...rest] }) =>
      joinItems(
        rest.flatMap((one) => one.items ?? [one]),
        separator === undefined ? '' : (asText(separator) ?? ''),
      ),
  ],
  ['string.concat', ({ args }) => concatValues(args.flatMap((one) => one.items ?? [one]))],
  [
    'string.format',
    ({ args: [template, ...values] }) =>
      format(
        template,
        values.flatMap((one) => one.items ?? [one]),
      ),
  ],
  [
    'string.new',
    ({ args: [one, times] }) => {
      const text = one === undefined ? undefined : exactText(one)
      if (one?.items !== undefined) return joinItems(one.items, '')
      return text === undefined || times?.number === undefined || text.length * times.number > 65_536
        ? undefined
        : textValue(text.repeat(Math.max(0, times.number)))
    },
  ],
  ['char.convertfromutf32', fromCodes],
  ['convert.tochar', ({ args: [value] }) => (value === undefined ? undefined : letter(value))],
  ['convert.toint32', converted],
  ['convert.toint16', converted],
  ['convert.tobyte', converted],
  ['convert.tostring', sameFirst],
  ['regex.escape', sameFirst],
  [
    'regex.replace',
    ({ args: [text, pattern, put], named }) =>
      replace({ args: [text ?? unknown, listValue([pattern ?? unknown, put ?? unknown])], named }),
  ],
  ['regex.split', ({ args, named }) => split({ args, named })],
])

const cut: Fold = ({ receiver, args: [from, many] }) => {
  const text = receiver === undefined ? undefined : exactText(receiver)
  if (text === undefined || from?.number === undefined) return undefined
  if (many !== undefined && many.number === undefined) return undefined
  return textValue(
    text.slice(from.number, many?.number === undefined ? undefined : from.number + many.number),
  )
}

const removed: Fold = ({ receiver, args: [from, many] }) => {
  const text = receiver === undefined ? undefined : exactText(receiver)
  if (text === undefined || from?.number === undefined) return undefined
  return textValue(
    text.slice(0, from.number) + (many?.number === undefined ? '' : text.slice(from.number + many.number)),
  )
}

const inserted: Fold = ({ receiver, args: [place, put] }) => {
  const [text, more] = [receiver, put].map((value) => (value === undefined ? undefined : exactText(value)))
  if (text === undefined || more === undefined || place?.number === undefined) return undefined
  return textValue(text.slice(0, place.number) + more + text.slice(place.number))
}

const pieces: Fold = (input) => {
  const text = input.receiver === undefined ? undefined : exactText(input.receiver)
  const by = input.args[0] === undefined ? undefined : exactText(input.args[0].items?.[0] ?? input.args[0])
  if (text === undefined || by === undefined || by.length > 1)
    return by === undefined || by.length < 2
      ? splitText(input)
      : listValue(text?.split(by, 4096).map((one) => textValue(one)) ?? [])
  return splitText({ ...input, args: [textValue(by)] })
}

const same: Fold = ({ receiver }) =>
  receiver === undefined || asText(receiver) === undefined
    ? undefined
    : textValue(asText(receiver) ?? '', exactText(receiver) !== undefined)

/** Methods of texts. */
export const textMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['replace', replaceText],
  ['substring', cut],
  ['remove', removed],
  ['insert', inserted],
  ['split', pieces],
  ['tolower', onReceiver((text) => text.toLowerCase())],
  ['toupper', onReceiver((text) => text.toUpperCase())],
  ['tolowerinvariant', onReceiver((text) => text.toLowerCase())],
  ['toupperinvariant', onReceiver((text) => text.toUpperCase())],
  ['trim', onReceiver((text, { args }) => (args.length === 0 ? text.trim() : undefined))],
  ['trimstart', onReceiver((text, { args }) => (args.length === 0 ? text.trimStart() : undefined))],
  ['trimend', onReceiver((text, { args }) => (args.length === 0 ? text.trimEnd() : undefined))],
  ['tostring', same],
  ['readtoend', same],
  [
    'tochararray',
    ({ receiver, named }) => (receiver === undefined ? undefined : letters({ args: [receiver], named })),
  ],
])
