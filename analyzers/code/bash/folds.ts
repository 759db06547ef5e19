import { decodeBase32, decodeBase64, decodeHex, inflate, rot13 } from '../fold/decode.js'
import type { Decode } from '../fold/decode.js'
import { joinItems, newFolder } from '../fold/common.js'
import { unescapeText } from '../escapes.js'
import type { CallInput, Fold, Value } from '../nouns.js'
import { asText, exactText, hole, textValue } from '../values.js'

function options(input: CallInput): string[] {
  return input.args.map((value) => asText(value) ?? hole)
}

const echo: Fold = ({ args }) => {
  const words = args.filter((value) => !/^-[neE]+$/.test(asText(value) ?? ''))
  const joined = joinItems(words, ' ')
  const escapes = args.some((value) => /^-[nE]*e/.test(asText(value) ?? ''))
  return joined?.text === undefined || !escapes
    ? joined
    : textValue(unescapeText(joined.text, true), joined.exact)
}

/** `printf format args…`: escapes undone, `%s` and `%b` filled in order. */
const printf: Fold = ({ args: [format, ...rest] }) => {
  const template = format === undefined ? undefined : exactText(format)
  if (template === undefined) return undefined
  let next = 0
  let exact = true
  const text = unescapeText(template, true).replace(/%([sbdq%])/g, (_, type: string) => {
    if (type === '%') return '%'
    const value = rest[next++]
    if (value === undefined || exactText(value) === undefined) exact = false
    const filled = value === undefined ? '' : (asText(value) ?? hole)
    return type === 'b' ? unescapeText(filled, true) : filled
  })
  return textValue(text, exact)
}

/** A filter that decodes its input when its options say so. */
function filter(decode: Decode, asked: (words: readonly string[]) => boolean): Fold {
  return (input) => {
    const text = input.input === undefined ? undefined : exactText(input.input)
    if (text === undefined || !asked(options(input))) return undefined
    const plain = decode(text.replace(/\n$/, ''))
    return plain === undefined ? undefined : textValue(plain)
  }
}

const same: Fold = ({ args, input }) => (args.length === 0 ? knownText(input) : undefined)

function knownText(value: Value | undefined): Value | undefined {
  return value === undefined || asText(value) === undefined ? undefined : value
}

const decodes = (words: readonly string[]): boolean =>
  words.some((word) => /^(?:-d|-D|--decode|-di|-id)$/.test(word))

/** `tr 'A-Za-z' 'N-ZA-Mn-za-m'` is rot13; other translations are not followed. */
const translate: Fold = filter(rot13, ([from, to]) => from === 'A-Za-z' && to === 'N-ZA-Mn-za-m')

export const shellFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['echo', echo],
  ['printf', printf],
  // Files have no name of their own here: there are several, and each is another one.
  ['mktemp', (input) => (options(input).some((word) => /^-\w*d/.test(word)) ? newFolder(input) : undefined)],
  ['cat', same],
  ['tee', ({ input }) => knownText(input)],
  ['base64', filter(decodeBase64, decodes)],
  ['base32', filter(decodeBase32, decodes)],
  ['xxd', filter(decodeHex, (words) => words.some((word) => /^-\w*r/.test(word)))],
  ['gunzip', filter(inflate, () => true)],
  ['zcat', filter(inflate, () => true)],
  ['gzip', filter(inflate, (words) => words.some((word) => /^-\w*d/.test(word)))],
  [
    'rev',
    filter(
      (text) => Array.from(text).reverse().join(''),
      () => true,
    ),
  ],
  ['tr', translate],
])
