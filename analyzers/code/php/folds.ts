import { decodeBase64, decodeHex, decodeUrl, inflate, rot13 } from '../fold/decode.js'
import { decodeJson } from '../fold/json.js'
import { decodeFirst, membersOf, reverse, sameFirst, toCode, toNumber } from '../fold/common.js'
import type { Fold } from '../nouns.js'
import { exactText, numberValue, textValue, unknown } from '../values.js'
import { handleFolds } from './handles.js'
import { entries, explode, implode, itemsOf, letters, merged, pushed, range } from './list-folds.js'
import {
  cut,
  folder,
  format,
  not,
  onFirst,
  packed,
  repeated,
  replaced,
  translated,
  trimmed,
  xor,
} from './text-folds.js'

const integer: Fold = ({ args: [given, base] }) =>
  given?.number === undefined
    ? toNumber(exactText(given ?? unknown) ?? '', base?.number ?? 10)
    : numberValue(Math.trunc(given.number))

const base64 = decodeFirst(decodeBase64)
const unpacked = decodeFirst(inflate)

export const phpFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ...handleFolds,
  ['base64_decode', base64],
  ['sodium_base642bin', base64],
  ['gzinflate', unpacked],
  ['gzuncompress', unpacked],
  ['gzdecode', unpacked],
  ['zlib_decode', unpacked],
  ['hex2bin', decodeFirst(decodeHex)],
  ['str_rot13', decodeFirst(rot13)],
  ['urldecode', decodeFirst((text) => decodeUrl(text.replaceAll('+', ' ')))],
  ['rawurldecode', decodeFirst(decodeUrl)],
  ['pack', packed],
  [
    'chr',
    ({ args: [code] }) =>
      code?.number === undefined
        ? undefined
        : textValue(String.fromCodePoint(((code.number % 256) + 256) % 256)),
  ],
  ['ord', toCode],
  ['strrev', reverse],
  ['array_reverse', reverse],
  ['str_replace', replaced],
  ['strtr', translated],
  ['substr', cut],
  ['mb_substr', cut],
  ['implode', implode],
  ['join', implode],
  ['explode', explode],
  ['str_split', letters],
  ['sprintf', ({ args: [template, ...values] }) => format(template, values)],
  ['vsprintf', ({ args: [template, values] }) => format(template, itemsOf(values) ?? [])],
  ['strtolower', onFirst((text) => text.toLowerCase())],
  ['strtoupper', onFirst((text) => text.toUpperCase())],
  ['lcfirst', onFirst((text) => text.slice(0, 1).toLowerCase() + text.slice(1))],
  ['ucfirst', onFirst((text) => text.slice(0, 1).toUpperCase() + text.slice(1))],
  ['trim', trimmed(true, true)],
  ['ltrim', trimmed(true, false)],
  ['rtrim', trimmed(false, true)],
  ['str_repeat', repeated],
  ['strval', sameFirst],
  ['realpath', sameFirst],
  ['stripslashes', sameFirst],
  ['dirname', folder],
  ['intval', integer],
  ['hexdec', ({ args: [given] }) => toNumber(exactText(given ?? unknown) ?? '', 16)],
  ['octdec', ({ args: [given] }) => toNumber(exactText(given ?? unknown) ?? '', 8)],
  ['json_decode', ({ args: [given] }) => decodeJson(exactText(given ?? unknown) ?? '')],
  ['array_push', pushed],
  ['array_merge', merged],
  ['array_values', ({ args: [given] }) => (given?.items === undefined ? membersOf(given, 'values') : given)],
  ['array_keys', ({ args: [given] }) => membersOf(given, 'keys')],
  ['array_filter', ({ args: [given] }) => (given?.items === undefined ? undefined : given)],
  ['range', range],
  ['<entries>', entries],
  ['stdClass', () => ({ shape: new Map() })],
  ['<xor>', xor],
  ['<not>', not],
])
