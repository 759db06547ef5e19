import {
  decodeFirst,
  first,
  fromCodes,
  joinItems,
  newFolder,
  onReceiver,
  replaceText,
  sameFirst,
  splitText,
  toNumber,
} from '../fold/common.js'
import { decodeBase32, decodeBase64, decodeHex, decodeUrl } from '../fold/decode.js'
import { slice } from '../fold/slice.js'
import { fillPercent } from '../fold/percent.js'
import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, exactText, hole, join, listValue, numberValue, textValue, unknown } from '../values.js'
import { goThings } from './things.js'

/** A function of the package `strings` or `bytes` that works on its first argument, as a method of it. */
const ofFirst =
  (fold: Fold): Fold =>
  ({ args: [receiver, ...args], named }) =>
    fold({ receiver, args, named })

const changed = (change: (text: string, input: CallInput) => string | undefined): Fold =>
  ofFirst(onReceiver(change))

const sprintf: Fold = ({ args: [template, ...values] }) => {
  let next = 0
  return template === undefined ? undefined : fillPercent(template, () => values[next++])
}

/** Elements of a path; unlike elsewhere one with a slash in front does not start anew. */
const joinPath: Fold = ({ args }) => {
  const parts = args.map((value) => asText(value) ?? hole)
  if (parts.every((part) => part === hole)) return undefined
  const text = parts
    .filter((part) => part !== '')
    .join('/')
    .replace(/\/{2,}/g, '/')
  return textValue(
    text,
    args.every((value) => exactText(value) !== undefined),
  )
}

/** `$HOME/x`, `${HOME}/x`: the home folder is `~`, other variables are not known. */
const expanded: Fold = ({ args: [given] }) => {
  const text = given === undefined ? undefined : asText(given)
  if (text === undefined) return undefined
  const home = text.replace(/\$(?:HOME\b|\{HOME\})/g, '~')
  const known = home.replace(/\$(?:\w+|\{\w+\})/g, hole)
  return textValue(known, given?.exact === true && known === home)
}

const environment: Fold = ({ args: [name] }) =>
  name !== undefined && /^(?:HOME|USERPROFILE)$/.test(exactText(name) ?? '') ? textValue('~') : undefined

/** A text of letters by number, or the text itself. */
const text: Fold = (input) => fromCodes(input) ?? sameFirst(input)

const appended: Fold = ({ args: [list, ...more] }) =>
  list?.items === undefined ? undefined : listValue([...list.items, ...more])

/** What `range` gives of a thing: each with its place or key. A text is its letters by number. */
const ranged: Fold = ({ receiver }) => {
  if (receiver === undefined) return undefined
  const { items, shape, path } = receiver
  const whole = exactText(receiver)
  if (items !== undefined) return listValue(items.map((item, i) => pair(numberValue(i), item)))
  if (whole !== undefined && receiver.number === undefined && whole.length <= 4096)
    return listValue(
      Array.from(whole).map((letter, i) => pair(numberValue(i), numberValue(letter.codePointAt(0) ?? 0))),
    )
  if (shape === undefined || path !== undefined || shape.size > 64) return undefined
  return listValue([...shape].map(([key, value]) => pair(textValue(key), value)))
}

function pair(key: Value, value: Value): Value {
  return { items: [key, value], results: true }
}

/** What a file or an entry of a folder is called, where a test has told. */
const called: Fold = ({ receiver }) =>
  receiver?.text === undefined ? undefined : textValue(receiver.text, false)

const received: Fold = ({ receiver }) => receiver?.items?.reduce(join, unknown)

const trimmed = (before: boolean, after: boolean): Fold =>
  changed((whole, { args: [given] }) => {
    const end = given === undefined ? undefined : exactText(given)
    if (end === undefined) return undefined
    if (before && whole.startsWith(end)) return whole.slice(end.length)
    return after && whole.endsWith(end) && end !== '' ? whole.slice(0, -end.length) : whole
  })

const home =
  (below: string): Fold =>
  () =>
    textValue(`~${below}`)

const integer: Fold = (input) => {
  const plain = exactText(first(input) ?? unknown)
  return plain === undefined ? undefined : toNumber(plain)
}

const ofTexts: readonly (readonly [string, Fold])[] = [
  ['Join', ({ args: [list, separator] }) => joinItems(list?.items, separator?.text ?? '')],
  ['Replace', ofFirst(replaceText)],
  ['ReplaceAll', ofFirst(replaceText)],
  ['Split', ofFirst(splitText)],
  ['SplitN', ofFirst(splitText)],
  ['Fields', ofFirst(({ receiver, named }) => splitText({ receiver, args: [], named }))],
  ['ToLower', changed((whole) => whole.toLowerCase())],
  ['ToUpper', changed((whole) => whole.toUpperCase())],
  ['TrimSpace', changed((whole) => whole.trim())],
  ['TrimPrefix', trimmed(true, false)],
  ['TrimSuffix', trimmed(false, true)],
  [
    'Repeat',
    changed((whole, { args: [times] }) =>
      whole.repeat(Math.max(0, Math.min(Math.trunc(times?.number ?? 0), 1024))).slice(0, 65_536),
    ),
  ],
]

export const goFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ...['strings', 'bytes'].flatMap((of) => ofTexts.map(([name, fold]) => [`${of}.${name}`, fold] as const)),
  ...goThings,
  ['string', text],
  ['append', appended],
  ['fmt.Sprintf', sprintf],
  ['fmt.Sprint', ({ args }) => joinItems(args, '')],
  ['fmt.Sprintln', ({ args }) => joinItems(args, ' ')],
  ['path.Join', joinPath],
  ['path/filepath.Join', joinPath],
  ['path/filepath.Abs', sameFirst],
  // What a folder holds by a pattern: the one path stands for each.
  [
    'path/filepath.Glob',
    ({ args: [pattern] }) =>
      pattern?.text === undefined ? undefined : listValue([textValue(pattern.text, false)]),
  ],
  ['path/filepath.Clean', sameFirst],
  ['path/filepath.FromSlash', sameFirst],
  ['path/filepath.ToSlash', sameFirst],
  ['path/filepath.EvalSymlinks', sameFirst],
  ['path.Clean', sameFirst],
  ['os.ExpandEnv', expanded],
  ['os.Getenv', environment],
  ['os.UserHomeDir', home('')],
  ['os.UserConfigDir', home('/.config')],
  ['os.UserCacheDir', home('/.cache')],
  ['github.com/mitchellh/go-homedir.Dir', home('')],
  ['github.com/mitchellh/go-homedir.Expand', sameFirst],
  ['os.TempDir', () => textValue('/tmp')],
  ['os.MkdirTemp', newFolder],
  ['strconv.Itoa', sameFirst],
  ['strconv.Atoi', integer],
  ['encoding/base64.Encoding.DecodeString', decodeFirst(decodeBase64)],
  ['encoding/base32.Encoding.DecodeString', decodeFirst(decodeBase32)],
  ['encoding/hex.DecodeString', decodeFirst(decodeHex)],
  ['net/url.QueryUnescape', decodeFirst(decodeUrl)],
  ['net/url.PathUnescape', decodeFirst(decodeUrl)],
])

export const goMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['[:]', slice],
  ['[range]', ranged],
  ['<-', received],
  ['Name', called],
])
