import { decodeBase64, decodeHex, decodeUrl, inflate } from '../fold/decode.js'
import type { Decode } from '../fold/decode.js'
import { decodeJson } from '../fold/json.js'
import {
  byPattern,
  decodeFirst,
  fromCodes,
  joinItems,
  joinPath,
  membersOf,
  newFolder,
  onReceiver,
  replaceText,
  reverse,
  sameFirst,
  sameReceiver,
  splitText,
  toNumber,
} from '../fold/common.js'
import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, concatValues, exactText, hole, listValue, numberValue, textValue } from '../values.js'

const encodings: Readonly<Record<string, Decode>> = {
  base64: decodeBase64,
  base64url: decodeBase64,
  hex: decodeHex,
}

/** `Buffer.from(text, encoding)` and `Buffer.from([bytes])`. */
const buffer: Fold = (input) => {
  const [given, encoding] = input.args
  if (given?.items !== undefined) return fromCodes({ args: [given], named: input.named })
  const text = given === undefined ? undefined : exactText(given)
  if (text === undefined) return undefined
  const name = encoding === undefined ? '' : (exactText(encoding) ?? '').toLowerCase()
  const decoded = Object.hasOwn(encodings, name) ? encodings[name]?.(text) : text
  return decoded === undefined ? undefined : textValue(decoded)
}

const home: Fold = () => textValue('~')

const integer: Fold = ({ args: [text, base] }) => {
  if (text?.number !== undefined) return text
  const plain = text === undefined ? undefined : exactText(text)
  return plain === undefined ? undefined : toNumber(plain, base?.number ?? 10)
}

const slice: Fold = ({ receiver, args: [from, to] }) => {
  if (receiver?.items !== undefined) return listValue(receiver.items.slice(from?.number ?? 0, to?.number))
  const text = receiver === undefined ? undefined : exactText(receiver)
  return text === undefined ? undefined : textValue(text.slice(from?.number ?? 0, to?.number))
}

const charCode: Fold = ({ receiver, args: [at] }) => {
  const code = receiver === undefined ? undefined : exactText(receiver)?.charCodeAt(at?.number ?? 0)
  return code === undefined ? undefined : numberValue(code)
}

const joinList: Fold = ({ receiver, args: [separator] }) =>
  joinItems(receiver?.items, separator === undefined ? ',' : (asText(separator) ?? ','))

const concatAll: Fold = ({ receiver, args }) =>
  receiver === undefined ? undefined : concatValues([receiver, ...args])

const items: Fold = ({ args: [given] }: CallInput): Value | undefined => {
  if (given?.items !== undefined) return listValue(given.items)
  const text = given === undefined ? undefined : exactText(given)
  return text === undefined || text.length > 4096
    ? undefined
    : listValue(Array.from(text).map((one) => textValue(one)))
}

/** An address, or one relative to another (WHATWG URL, 6.1); of a folder that is not known the host is enough. */
const address: Fold = (input) => {
  const [given, base] = input.args
  const before = base === undefined ? undefined : asText(base)
  const after = given === undefined ? undefined : asText(given)
  const origin = /^\w+:\/\/[^/?#]+/.exec(before ?? '')?.[0]
  if (origin === undefined || (after !== undefined && /^\w+:/.test(after))) return sameFirst(input)
  const folder = (before ?? '').replace(/[^/]*$/, '').slice(origin.length) || '/'
  const path = after ?? hole
  return textValue(
    origin + (path.startsWith('/') ? path : folder + path),
    base?.exact === true && given?.exact === true,
  )
}

export const scriptFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['atob', decodeFirst(decodeBase64)],
  ['JSON.parse', ({ args: [given] }) => decodeJson(given === undefined ? '' : (exactText(given) ?? ''))],
  ['decodeURIComponent', decodeFirst(decodeUrl)],
  ['decodeURI', decodeFirst(decodeUrl)],
  ['unescape', decodeFirst(decodeUrl)],
  ['Buffer.from', buffer],
  ['Buffer', buffer],
  ['String', sameFirst],
  ['fs.mkdtempSync', newFolder],
  ['fs.promises.mkdtemp', newFolder],
  ['String.fromCharCode', fromCodes],
  ['String.fromCodePoint', fromCodes],
  ['parseInt', integer],
  ['Number', integer],
  ['Array.from', items],
  ['Set', items],
  ['Object.entries', ({ args: [given] }) => membersOf(given, 'entries')],
  ['Object.values', ({ args: [given] }) => membersOf(given, 'values')],
  ['Object.keys', ({ args: [given] }) => membersOf(given, 'keys')],
  ...['fs.globSync', 'fs.glob', 'fs.promises.glob', 'glob.globSync', 'glob.sync', 'glob.glob', 'glob'].map(
    (name) => [name, byPattern] as const,
  ),
  ...[
    'fast-glob',
    'fast-glob.sync',
    'fast-glob.glob',
    'globby',
    'globby.globby',
    'globby.globbySync',
    'tinyglobby.glob',
  ].map((name) => [name, byPattern] as const),
  ['os.homedir', home],
  ['os.tmpdir', () => textValue('/tmp')],
  ['path.join', joinPath],
  ['path.resolve', joinPath],
  ['path.posix.join', joinPath],
  ['path.normalize', sameFirst],
  ['url.fileURLToPath', sameFirst],
  ['url.pathToFileURL', sameFirst],
  ['URL', address],
  ['zlib.inflateSync', decodeFirst(inflate)],
  ['zlib.gunzipSync', decodeFirst(inflate)],
  ['zlib.unzipSync', decodeFirst(inflate)],
  ['zlib.inflateRawSync', decodeFirst(inflate)],
])

export const scriptMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['join', joinList],
  ['concat', concatAll],
  ['split', splitText],
  ['reverse', reverse],
  ['replace', replaceText],
  ['replaceAll', replaceText],
  ['slice', slice],
  ['substring', slice],
  ['charCodeAt', charCode],
  ['codePointAt', charCode],
  [
    'charAt',
    ({ receiver, args: [at] }) =>
      slice({ receiver, args: [at ?? numberValue(0), numberValue((at?.number ?? 0) + 1)], named: new Map() }),
  ],
  ['toString', sameReceiver],
  ['valueOf', sameReceiver],
  ['trim', onReceiver((text) => text.trim())],
  ['toLowerCase', onReceiver((text) => text.toLowerCase())],
  ['toUpperCase', onReceiver((text) => text.toUpperCase())],
  ['repeat', ({ receiver, args: [times] }) => repeated(receiver, times?.number)],
])

function repeated(receiver: Value | undefined, times: number | undefined): Value | undefined {
  const text = receiver === undefined ? undefined : exactText(receiver)
  if (text === undefined || times === undefined || times < 0 || text.length * times > 65_536) return undefined
  return textValue(text.repeat(times))
}
