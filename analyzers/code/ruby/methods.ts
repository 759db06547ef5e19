import { decodeBase64, decodeHex } from '../fold/decode.js'
import {
  fromCodes,
  joinItems,
  membersOf,
  onReceiver,
  replaceText,
  reverse,
  sameReceiver,
  splitText,
  toCode,
  toNumber,
} from '../fold/common.js'
import { percent } from '../fold/format.js'
import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, exactText, listValue, numberValue, textValue } from '../values.js'

const letters: Fold = ({ receiver }) => {
  const text = receiver === undefined ? undefined : exactText(receiver)
  return text === undefined || text.length > 4096
    ? undefined
    : listValue(Array.from(text).map((one) => textValue(one)))
}

const bytes: Fold = ({ receiver }) => {
  const text = receiver === undefined ? undefined : exactText(receiver)
  return text === undefined || text.length > 4096
    ? undefined
    : listValue([...Buffer.from(text)].map((one) => numberValue(one)))
}

/** `whole[a..b]` and, with the third argument, `whole[from, many]`. */
const part: Fold = ({ receiver, args: [from, to, counts] }) => {
  const start = from?.number ?? 0
  const end = counts === undefined || to?.number === undefined ? to?.number : start + to.number
  if (receiver?.items !== undefined) return listValue(receiver.items.slice(start, end))
  const text = receiver === undefined ? undefined : exactText(receiver)
  return text === undefined ? undefined : textValue(text.slice(start, end))
}

/** `text.unpack1("m")`: what is written in base64. */
const unpacked: Fold = ({ receiver, args: [form] }) => {
  const [text, by] = [receiver, form].map((value) => (value === undefined ? undefined : exactText(value)))
  const plain = text === undefined || !/^m0?$/.test(by ?? '') ? undefined : decodeBase64(text)
  return plain === undefined ? undefined : textValue(plain)
}

/** `[text].pack("H*")`: what is written as digits. */
const packed: Fold = (input) => {
  const { receiver, args, named } = input
  const form = args[0] === undefined ? undefined : exactText(args[0])
  const [first] = receiver?.items ?? []
  if (form === undefined || first === undefined) return undefined
  if (/^[CcU]\*?$/.test(form)) return fromCodes({ args: receiver?.items ?? [], named })
  const text = exactText(first)
  const plain = text === undefined || !/^H\*?$/.test(form) ? undefined : decodeHex(text)
  return plain === undefined ? undefined : textValue(plain)
}

/** `text.scan(/../)` gives pieces of one length. */
const scanned: Fold = ({ receiver, args: [pattern] }) => {
  const [text, by] = [receiver, pattern].map((value) => (value === undefined ? undefined : exactText(value)))
  const width = by !== undefined && /^\.+$/.test(by) ? by.length : undefined
  if (text === undefined || width === undefined || text.length > 8192) return undefined
  const pieces = text.match(new RegExp(`[^]{${width}}`, 'g')) ?? []
  return listValue(pieces.map((piece) => textValue(piece)))
}

/** `text.tr("a-zA-Z", "n-za-mN-ZA-M")`. */
const translated: Fold = ({ receiver, args: [from, to] }) => {
  const [text, old, fresh] = [receiver, from, to].map((value) =>
    value === undefined ? undefined : exactText(value),
  )
  if (text === undefined || old === undefined || fresh === undefined) return undefined
  const [before, after] = [spelled(old), spelled(fresh)]
  return textValue(
    text.replace(/[^]/gu, (letter) => {
      const at = before.indexOf(letter)
      return at < 0 ? letter : (after[Math.min(at, after.length - 1)] ?? '')
    }),
  )
}

function spelled(set: string): string[] {
  const whole = set.replace(/([^])-([^])/gu, (all: string, from: string, to: string) => {
    const [start, end] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]
    if (end < start || end - start > 255) return all
    return String.fromCodePoint(...Array.from({ length: end - start + 1 }, (_, i) => start + i))
  })
  return Array.from(whole)
}

const number: Fold = ({ receiver, args: [base] }: CallInput): Value | undefined => {
  if (receiver?.number !== undefined) return { number: Math.trunc(receiver.number) }
  const text = receiver === undefined ? undefined : exactText(receiver)
  return text === undefined ? undefined : toNumber(text, base?.number ?? 10)
}

const joined: Fold = ({ receiver, args: [separator] }) =>
  joinItems(receiver?.items, separator === undefined ? '' : (asText(separator) ?? ''))

/** A member by its name, or what else was given for it. */
const fetched: Fold = ({ receiver, args: [key, otherwise] }) => {
  const name = key === undefined ? undefined : exactText(key)
  const { number: at } = key ?? {}
  const found = at === undefined ? undefined : receiver?.items?.at(at)
  return found ?? (name === undefined ? undefined : receiver?.shape?.get(name)) ?? otherwise
}

const dug: Fold = ({ receiver, args }) =>
  args.reduce<Value | undefined>(
    (value, key) =>
      value === undefined ? undefined : fetched({ receiver: value, args: [key], named: new Map() }),
    receiver,
  )

const merged: Fold = ({ receiver, args, named }) => {
  if (receiver?.shape === undefined) return undefined
  const more = [...args.flatMap(({ shape }) => [...(shape ?? [])]), ...named]
  return { ...receiver, shape: new Map([...receiver.shape, ...more].filter(([name]) => name !== '&')) }
}

const pairs: Fold = ({ receiver }) =>
  receiver?.items === undefined ? membersOf(receiver, 'entries') : receiver
const ends =
  (at: number): Fold =>
  ({ receiver, args }) =>
    args.length > 0 ? undefined : receiver?.items?.at(at)
const text = (change: (text: string) => string): Fold => onReceiver(change)

/** By method name. */
export const rubyMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['%', percent],
  ['[:]', part],
  [
    '<<',
    ({ receiver, args }) =>
      receiver?.items === undefined ? undefined : listValue([...receiver.items, ...args]),
  ],
  ['chars', letters],
  ['each_char', letters],
  ['bytes', bytes],
  ['each_byte', bytes],
  [
    'chr',
    ({ receiver, named }) => (receiver === undefined ? undefined : fromCodes({ args: [receiver], named })),
  ],
  [
    'ord',
    ({ receiver, named }) => (receiver === undefined ? undefined : toCode({ args: [receiver], named })),
  ],
  ['hex', ({ receiver }) => (receiver === undefined ? undefined : toNumber(exactText(receiver) ?? '', 16))],
  ['to_i', number],
  [
    'to_s',
    ({ receiver }) =>
      receiver === undefined || asText(receiver) === undefined
        ? undefined
        : textValue(asText(receiver) ?? '', exactText(receiver) !== undefined),
  ],
  ['join', joined],
  [
    'unpack',
    (input) => {
      const one = unpacked(input)
      return one === undefined ? undefined : listValue([one])
    },
  ],
  ['unpack1', unpacked],
  ['pack', packed],
  ['scan', scanned],
  ['tr', translated],
  ['gsub', replaceText],
  ['sub', replaceText],
  [
    'delete',
    ({ receiver, args: [from], named }) =>
      from === undefined ? undefined : replaceText({ receiver, args: [from, textValue('')], named }),
  ],
  ['reverse', reverse],
  ['split', splitText],
  ['lines', ({ receiver, named }) => splitText({ receiver, args: [textValue('\n')], named })],
  ['strip', text((one) => one.trim())],
  ['lstrip', text((one) => one.trimStart())],
  ['rstrip', text((one) => one.trimEnd())],
  ['chomp', text((one) => one.replace(/\r?\n$/, ''))],
  ['squeeze', sameReceiver],
  ['downcase', text((one) => one.toLowerCase())],
  ['upcase', text((one) => one.toUpperCase())],
  [
    'swapcase',
    text((one) =>
      one.replace(/[a-zA-Z]/g, (letter) =>
        letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
      ),
    ),
  ],
  ...[
    'freeze',
    'dup',
    'clone',
    'itself',
    'b',
    'to_str',
    'to_sym',
    'to_a',
    'encode',
    'force_encoding',
    'scrub',
    'unicode_normalize',
    'compact',
    'uniq',
    'shuffle',
    'sort',
    'shellescape',
    'read',
    '+@',
    '-@',
  ].map((name) => [name, sameReceiver] as const),
  ['first', ends(0)],
  ['last', ends(-1)],
  ['items', pairs],
  ['values', ({ receiver }) => membersOf(receiver, 'values')],
  ['keys', ({ receiver }) => membersOf(receiver, 'keys')],
  ['fetch', fetched],
  ['dig', dug],
  ['merge', merged],
  ['to_h', sameReceiver],
])
