import { decodeJson } from '../fold/json.js'
import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, exactText, hole, pathValue, textValue, unknown } from '../values.js'
import { bytesOf, bytesValue, unpacked } from './bytes-folds.js'
import { commandName, plainType } from './names.js'

/** A thing of a type, as what is made of it: what it is given may say what it holds. */
function thing(type: string, args: readonly Value[]): Value {
  const made: Value = { ...pathValue(type, true), made: true }
  const [first] = args
  if (type === 'io.memorystream') return { ...held(bytesOf(first)), ...made }
  if (/^io\.compression\.(?:gzip|deflate|zlib)stream$/.test(type))
    return { ...unpacked(first), ...made, items: undefined }
  if (type === 'io.streamreader' || type === 'io.stringreader')
    return { text: first?.text, exact: first?.exact, ...made }
  if (type === 'uri') return { text: first?.text, exact: first?.exact, ...made }
  if (type === 'uribuilder') return { ...address(args), ...made }
  return type === 'string' && first?.text !== undefined ? first : made
}

function held(bytes: Buffer | undefined): Value {
  return bytes === undefined ? unknown : bytesValue(bytes)
}

/** `[UriBuilder]::new(scheme, host, port, path)`. */
function address(args: readonly Value[]): Value {
  const [scheme = '', host, port, path] = args.map((value) => asText(value) ?? hole)
  const ending = path === undefined ? '' : `/${path.replace(/^\//, '')}`
  const named = port === undefined || /^(?:443|80|-1|\{\})$/.test(port) ? '' : `:${port}`
  const text = host === undefined ? scheme : `${scheme}://${host}${named}${ending}`
  const whole = textValue(
    text,
    args.every((value) => exactText(value) !== undefined),
  )
  return {
    ...whole,
    shape: new Map([
      ['uri', whole],
      ['host', textValue(host ?? hole, host !== undefined)],
    ]),
  }
}

/** `New-Object Type -ArgumentList …`, `New-Object -ComObject Name`. */
const newObject: Fold = ({ args }) => {
  const words = args.map((value) => ({ value, word: value.number === undefined ? asText(value) : undefined }))
  const rest = words.filter(
    ({ word }) =>
      word === undefined || !/^-(?:typename|argumentlist|args|comobject|com|strict|property)$/i.test(word),
  )
  const [type, ...given] = rest
  return type?.word === undefined || type.value.exact !== true
    ? undefined
    : thing(
        plainType(type.word),
        given.map(({ value }) => value),
      )
}

const instance: Fold = ({ args: [type, ...args] }) => {
  const known = type?.path ?? (type === undefined ? undefined : exactText(type))
  return known === undefined ? undefined : thing(plainType(known), args)
}

const type: Fold = ({ args: [given] }) => {
  const text = given === undefined ? undefined : exactText(given)
  return text === undefined ? (given ?? unknown) : pathValue(plainType(text), true)
}

/** `'Name' -as [type]` is the type of that name; of other types the thing stays what it is. */
const taken: Fold = (input) => (input.args[1]?.path === 'type' ? type(input) : (input.args[0] ?? unknown))

/** A command by a name that is worked out. */
const command: Fold = ({ args, input }: CallInput) => {
  const text = [...args, ...(input === undefined ? [] : [input])]
    .map((value) => exactText(value))
    .find((word) => word !== undefined && !word.startsWith('-'))
  return text === undefined || /[*?[\]]/.test(text) ? undefined : pathValue(commandName(text), true)
}

/** What a text of JSON stands for; case means nothing in its names. */
const parsed: Fold = ({ args, input }) => {
  const text = [...args, ...(input === undefined ? [] : [input])]
    .map((value) => exactText(value))
    .find((word) => word !== undefined && !/^-\w/.test(word))
  const value = text === undefined ? undefined : decodeJson(text)
  return value === undefined ? undefined : withPlainNames(value)
}

function withPlainNames(value: Value): Value {
  const { items, shape } = value
  return {
    ...value,
    ...(items === undefined ? {} : { items: items.map(withPlainNames) }),
    ...(shape === undefined
      ? {}
      : { shape: new Map([...shape].map(([name, one]) => [name.toLowerCase(), withPlainNames(one)])) }),
  }
}

const made = [
  'uri',
  'uribuilder',
  'io.memorystream',
  'io.streamreader',
  'io.stringreader',
  'io.compression.gzipstream',
  'io.compression.deflatestream',
]

export const typeFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['new-object', newObject],
  ['activator.createinstance', instance],
  ['convertfrom-json', parsed],
  ['<type>', type],
  ['<as>', taken],
  ['<command>', (input) => command(input) ?? unknown],
  ['get-command', command],
  ['type.gettype', type],
  ...made.map((name) => [`${name}.new`, ({ args }: CallInput) => thing(name, args)] as const),
])
