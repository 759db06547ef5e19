import { inflate } from '../fold/decode.js'
import type { Fold, Value } from '../nouns.js'
import { exactText, listValue, numberValue, textValue } from '../values.js'

/** Bytes that are told one by one; of more only the text that they make is known. */
const most = 4096

/** Bytes as a list of numbers that knows the text they make. */
export function bytesValue(bytes: Buffer): Value {
  const text = bytes.toString('utf8')
  const known = textValue(text.includes('\ufffd') ? bytes.toString('latin1') : text)
  if (bytes.length > most) return known
  return { ...known, ...listValue([...bytes].map((one) => numberValue(one))) }
}

/** The bytes that a value stands for. */
export function bytesOf(value: Value | undefined): Buffer | undefined {
  const numbers = value?.items?.map(({ number }) => number)
  if (numbers?.every((one) => one !== undefined && one >= 0 && one < 256) === true && numbers.length > 0)
    return Buffer.from(numbers as number[])
  const text = value?.items === undefined && value !== undefined ? exactText(value) : undefined
  return text === undefined || text.length > 65_536
    ? undefined
    : Buffer.from(text, /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1')
}

const decoded: Fold = ({ args: [given] }) => {
  const text = given === undefined ? undefined : exactText(given)?.replace(/\s/g, '')
  if (text === undefined || text.length < 2 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  return bytesValue(Buffer.from(text, 'base64').subarray(0, 65_536))
}

const encoded: Fold = ({ args: [given] }) => {
  const bytes = bytesOf(given)
  return bytes === undefined ? undefined : textValue(bytes.toString('base64'))
}

type Encoding = 'utf8' | 'utf16le' | 'latin1'

const encodings: readonly (readonly [string, Encoding])[] = [
  ['utf8', 'utf8'],
  ['unicode', 'utf16le'],
  ['ascii', 'latin1'],
  ['default', 'utf8'],
  ['utf7', 'utf8'],
  ['latin1', 'latin1'],
]

function toBytes(encoding: Encoding): Fold {
  return ({ args: [given] }) => {
    const text =
      given === undefined ? undefined : exactText(given.items === undefined ? given : textValue(''))
    return text === undefined || text === ''
      ? undefined
      : bytesValue(Buffer.from(text, encoding).subarray(0, 65_536))
  }
}

function toText(encoding: Encoding): Fold {
  return ({ args: [given] }) => {
    const bytes = bytesOf(given)
    return bytes === undefined ? undefined : textValue(bytes.toString(encoding).replace(/^\ufeff/, ''))
  }
}

/** What is read out of a stream that unpacks another one. */
export function unpacked(value: Value | undefined): Value | undefined {
  const bytes = bytesOf(value)
  const text = bytes === undefined ? undefined : inflate(bytes.toString('latin1'))
  return text === undefined ? undefined : textValue(text)
}

export const byteFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['convert.frombase64string', decoded],
  ['convert.tobase64string', encoded],
  ...encodings.flatMap(([name, encoding]): (readonly [string, Fold])[] =>
    [`text.encoding.${name}`, `text.${name}encoding`].flatMap((path) => [
      [`${path}.getbytes`, toBytes(encoding)],
      [`${path}.getstring`, toText(encoding)],
    ]),
  ),
])
