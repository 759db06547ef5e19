import {
  decodeAscii85,
  decodeBase32,
  decodeBase64,
  decodeBase85,
  decodeHex,
  decodeUrl,
  inflate,
  rot13,
} from '../fold/decode.js'
import type { Decode } from '../fold/decode.js'
import { decodeJson } from '../fold/json.js'
import { slice } from '../fold/slice.js'
import {
  byPattern,
  addressed,
  decodeFirst,
  environment,
  first,
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
  toCode,
  toNumber,
} from '../fold/common.js'
import { percent } from '../fold/format.js'
import type { Fold, Value } from '../nouns.js'
import { asText, exactText, hole, listValue, textValue, unknown } from '../values.js'

const codecs: Readonly<Record<string, Decode>> = {
  rot13,
  rot_13: rot13,
  base64: decodeBase64,
  base_64: decodeBase64,
  hex: decodeHex,
  hex_codec: decodeHex,
  zlib: inflate,
}

/** `codecs.decode(x, 'rot13')` and `x.decode('hex')`. */
const decodeNamed: Fold = ({ receiver, args, named }) => {
  const isMethod = receiver?.text !== undefined
  const text = isMethod ? receiver : args[0]
  const codec = isMethod ? (args[0] ?? named.get('encoding')) : args[1]
  const plain = text === undefined ? undefined : exactText(text)
  if (plain === undefined) return undefined
  const name = codec === undefined ? undefined : exactText(codec)?.toLowerCase().replaceAll('-', '_')
  if (name === undefined || !Object.hasOwn(codecs, name)) return textValue(plain)
  const decoded = codecs[name]?.(plain)
  return decoded === undefined ? undefined : textValue(decoded)
}

/** `"{} {a}".format(…)`: fields in order or by name; format specifications are dropped. */
const format: Fold = ({ receiver, args, named }) => {
  const template = receiver?.text
  if (template === undefined) return undefined
  let next = 0
  let exact = receiver?.exact === true
  const text = template.replace(/\{\{|\}\}|\{([^{}:!.[]*)[^{}]*\}/g, (all: string, key?: string) => {
    if (key === undefined) return all.slice(1)
    const value = key === '' ? args[next++] : (named.get(key) ?? args[Number(key)])
    if (value === undefined || exactText(value) === undefined) exact = false
    return value === undefined ? hole : (asText(value) ?? hole)
  })
  return textValue(text, exact)
}

const mapped: Fold = ({ args: [by, over] }) => {
  if (by?.path !== 'chr' || over?.items === undefined) return undefined
  const letters = over.items.map((item) => fromCodes({ args: [item], named: new Map() }))
  return letters.every((one) => one !== undefined) ? listValue(letters) : undefined
}

const integer: Fold = ({ args: [text, base] }) => {
  if (text?.number !== undefined) return { number: Math.trunc(text.number) }
  const plain = text === undefined ? undefined : exactText(text)
  return plain === undefined ? undefined : toNumber(plain, base?.number ?? 10)
}

const home: Fold = () => ({ ...textValue('~'), path: 'pathlib.Path', sure: true })

/** `Path(a, b)` is a path object that knows its text. */
const path: Fold = (input) => {
  const text = joinPath(input)
  return text === undefined ? undefined : { ...text, path: 'pathlib.Path', sure: true }
}

/** A path object, or its text, where the call only rewrites it. */
const samePath: Fold = ({ receiver }) => (receiver?.path === 'pathlib.Path' ? receiver : undefined)

/** What a folder holds by a pattern: paths below it, their names not known. */
const globbed: Fold = ({ receiver, args: [pattern] }) => {
  if (receiver?.path !== 'pathlib.Path' || receiver.text === undefined) return undefined
  const below = pattern?.text ?? hole
  return listValue([{ text: `${receiver.text}/${below}`, exact: false, path: 'pathlib.Path', sure: true }])
}

const items: Fold = ({ args: [given] }) => {
  if (given?.items !== undefined) return listValue(given.items)
  if (given?.shape !== undefined) return membersOf(given, 'keys')
  const text = given === undefined ? undefined : exactText(given)
  return text === undefined || text.length > 4096
    ? undefined
    : listValue(Array.from(text).map((one) => textValue(one)))
}

/** What will ask an object for something by this name. */
const named =
  (path: string): Fold =>
  ({ args: [given] }) =>
    given?.text === undefined ? undefined : { ...given, path, sure: true, made: true }

/** Each item with its place. */
const enumerated: Fold = (input) => {
  const given = items(input)?.items
  return given === undefined ? undefined : listValue(given.map((item, i) => listValue([{ number: i }, item])))
}

const readJson: Fold = (input) => {
  const text = first(input) === undefined ? undefined : exactText(first(input) ?? unknown)
  return text === undefined ? undefined : decodeJson(text)
}

export const pythonFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['chr', fromCodes],
  ['ord', toCode],
  ['str', sameFirst],
  ['repr', sameFirst],
  ['bytes', (input) => fromCodes(input) ?? sameFirst(input)],
  ['bytearray', (input) => fromCodes(input) ?? sameFirst(input)],
  ['bytes.fromhex', decodeFirst(decodeHex)],
  ['bytearray.fromhex', decodeFirst(decodeHex)],
  ['int', integer],
  ['tempfile.mkdtemp', newFolder],
  ['tempfile.TemporaryDirectory', newFolder],
  ['shlex.join', ({ args: [given] }) => joinItems(given?.items, ' ')],
  ['list', items],
  ['sorted', items],
  ['iter', items],
  ['enumerate', enumerated],
  ['itertools.islice', items],
  ['itertools.chain', ({ args }) => listValue(args.flatMap((value) => value.items ?? []))],
  [
    'itertools.chain.from_iterable',
    ({ args: [given] }) => listValue((given?.items ?? []).flatMap((value) => value.items ?? [])),
  ],
  ['email.utils.formataddr', ({ args: [given] }) => given?.items?.[1]],
  ['operator.attrgetter', named('operator.attrgetter')],
  ['vars', ({ args: [given] }) => given],
  ['set', items],
  ['frozenset', items],
  ['tuple', items],
  ['reversed', reverse],
  ['map', mapped],
  ['base64.b64decode', decodeFirst(decodeBase64)],
  ['base64.standard_b64decode', decodeFirst(decodeBase64)],
  ['base64.urlsafe_b64decode', decodeFirst(decodeBase64)],
  ['base64.decodebytes', decodeFirst(decodeBase64)],
  ['base64.b32decode', decodeFirst(decodeBase32)],
  ['base64.b16decode', decodeFirst(decodeHex)],
  ['base64.b85decode', decodeFirst(decodeBase85)],
  ['base64.a85decode', decodeFirst(decodeAscii85)],
  ['binascii.a2b_base64', decodeFirst(decodeBase64)],
  ['binascii.unhexlify', decodeFirst(decodeHex)],
  ['binascii.a2b_hex', decodeFirst(decodeHex)],
  ['zlib.decompress', decodeFirst(inflate)],
  ['gzip.decompress', decodeFirst(inflate)],
  ['json.loads', readJson],
  ['json.load', readJson],
  ['codecs.decode', decodeNamed],
  ['urllib.parse.unquote', decodeFirst(decodeUrl)],
  ['urllib.request.Request', addressed('urllib.request.Request')],
  ['os.path.join', joinPath],
  ['os.path.expanduser', sameFirst],
  ['os.path.expandvars', sameFirst],
  ['os.path.abspath', sameFirst],
  ['os.path.normpath', sameFirst],
  ['os.path.realpath', sameFirst],
  ['os.fspath', sameFirst],
  ['tempfile.gettempdir', () => textValue('/tmp')],
  ['os.getenv', environment],
  ['os.environ.get', environment],
  ['pathlib.Path', path],
  ['pathlib.PurePath', path],
  ['pathlib.Path.home', home],
  ['pathlib.Path.expanduser', samePath],
  ['pathlib.Path.resolve', samePath],
  ['pathlib.Path.absolute', samePath],
  ['glob.glob', byPattern],
  ['glob.iglob', byPattern],
  ['pathlib.Path.rglob', globbed],
  ['pathlib.Path.glob', globbed],
  ['pathlib.Path.iterdir', globbed],
  ['pathlib.Path.joinpath', (input) => joined(input.receiver, path(input))],
])

function joined(start: Value | undefined, rest: Value | undefined): Value | undefined {
  if (start?.path !== 'pathlib.Path' || rest === undefined) return undefined
  const whole = joinPath({ args: [start, rest], named: new Map() })
  return whole === undefined ? undefined : { ...start, ...whole }
}

/** `text.strip(chars)`: without characters, whitespace is taken off. */
function stripped(left: boolean, right: boolean): Fold {
  return (call) => {
    const [given] = call.args
    const chars = given === undefined ? undefined : exactText(given)
    if (given !== undefined && chars === undefined) return undefined
    const isOff = (one: string | undefined): boolean =>
      one !== undefined && (chars === undefined ? one.trim() === '' : chars.includes(one))
    return onReceiver((text) => {
      let [start, end] = [0, text.length]
      while (left && start < end && isOff(text[start])) start++
      while (right && end > start && isOff(text[end - 1])) end--
      return text.slice(start, end)
    })(call)
  }
}

export const pythonMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['join', ({ receiver, args: [given] }) => joinItems(given?.items, receiver?.text ?? '')],
  ['format', format],
  ['%', percent],
  ['[:]', slice],
  ['replace', replaceText],
  ['split', splitText],
  ['decode', decodeNamed],
  ['encode', sameReceiver],
  ['read', sameReceiver],
  ['strip', stripped(true, true)],
  ['lstrip', stripped(true, false)],
  ['rstrip', stripped(false, true)],
  ['lower', onReceiver((text) => text.toLowerCase())],
  ['upper', onReceiver((text) => text.toUpperCase())],
  ['title', sameReceiver],
  ['items', ({ receiver }) => membersOf(receiver, 'entries')],
  ['values', ({ receiver }) => membersOf(receiver, 'values')],
  ['keys', ({ receiver }) => membersOf(receiver, 'keys')],
])
