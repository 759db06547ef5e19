import { decodeBase64, decodeUrl, inflate } from '../fold/decode.js'
import {
  addressed,
  decodeFirst,
  environment,
  joinItems,
  joinPath,
  newFolder,
  sameFirst,
  toNumber,
} from '../fold/common.js'
import { formatted } from '../fold/format.js'
import { decodeJson } from '../fold/json.js'
import type { Fold, Value } from '../nouns.js'
import { asText, exactText, hole, numberValue, pathValue, textValue } from '../values.js'

/** A thing of a class that knows its text: an address, a path. */
function known(path: string, make: Fold): Fold {
  return (input) => {
    const made = make(input)
    return made?.text === undefined ? undefined : { ...made, path, sure: true }
  }
}

/** `File.expand_path(path, folder)`. */
const expanded: Fold = ({ args: [path, folder], named }) => {
  if (path === undefined) return undefined
  const isRooted = /^[/~]/.test(asText(path) ?? hole)
  const args = folder === undefined || isRooted ? [path] : [folder, path]
  return joinPath({ args, named })
}

/** `URI.join(base, path)`. */
const joinedAddress: Fold = ({ args: [base, path] }) => {
  const [start, rest] = [base, path].map((value) => (value === undefined ? undefined : asText(value)))
  if (start === undefined || rest === undefined) return base
  const whole = /^[a-z]+:/.test(rest) ? rest : `${start.replace(/\/+$/, '')}/${rest.replace(/^\/+/, '')}`
  return textValue(whole, base?.exact === true && path?.exact === true)
}

/** Parts of an address (RFC 3986, 3), where they are written out. */
function partOf(part: 'host' | 'port' | 'path' | 'all'): Fold {
  return ({ receiver }) => {
    const found = /^([a-z]+):\/\/([^/:?#]+)(?::(\d+))?([^?#]*)(\?[^#]*)?/.exec(receiver?.text ?? '')
    if (found === null) return undefined
    const [, scheme, host = '', port, path = '', query = ''] = found
    if (part === 'port') return numberValue(Number(port ?? (scheme === 'https' ? 443 : 80)))
    const text = part === 'host' ? host : part === 'path' ? path || '/' : (path || '/') + query
    return textValue(text, !text.includes(hole))
  }
}

const samePath: Fold = ({ receiver }) => receiver
const ofReceiver =
  (fold: Fold): Fold =>
  (input) =>
    input.receiver === undefined ? undefined : fold({ ...input, args: [input.receiver, ...input.args] })

const integer: Fold = ({ args: [text, base] }) => {
  if (text?.number !== undefined) return { number: Math.trunc(text.number) }
  const plain = text === undefined ? undefined : exactText(text)
  return plain === undefined ? undefined : toNumber(plain, base?.number ?? 10)
}

/** `Object.const_get(:Name)` is what has that name. */
const named: Fold = ({ args: [name] }): Value | undefined => {
  const text = name === undefined ? undefined : exactText(name)
  return text === undefined ? undefined : pathValue(text, true)
}

const requests = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head'].map(
  (method) => [`Net::HTTP::${method}.new`, addressed(`Net::HTTP::${method}`)] as const,
)

/** By canonical name. */
export const rubyFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ...requests,
  ['Base64.decode64', decodeFirst(decodeBase64)],
  ['Base64.strict_decode64', decodeFirst(decodeBase64)],
  ['Base64.urlsafe_decode64', decodeFirst(decodeBase64)],
  ['Zlib.inflate', decodeFirst(inflate)],
  ['Zlib.gunzip', decodeFirst(inflate)],
  ['Zlib::Inflate.inflate', decodeFirst(inflate)],
  ['CGI.unescape', decodeFirst(decodeUrl)],
  ['URI.decode_www_form_component', decodeFirst(decodeUrl)],
  ['URI.decode_uri_component', decodeFirst(decodeUrl)],
  ['JSON.parse', ({ args: [given] }) => decodeJson(given === undefined ? '' : (exactText(given) ?? ''))],
  ['format', formatted],
  ['sprintf', formatted],
  ['String', sameFirst],
  ['Integer', integer],
  ['File.join', joinPath],
  ['File.expand_path', expanded],
  ['File.absolute_path', expanded],
  ['File.realpath', sameFirst],
  ['Dir.home', () => textValue('~')],
  ['Dir.mktmpdir', newFolder],
  ['ENV.fetch', environment],
  ['Shellwords.join', ({ args: [given] }) => joinItems(given?.items, ' ')],
  ['Shellwords.escape', sameFirst],
  ['Shellwords.shellescape', sameFirst],
  ['const_get', named],
  ['URI', known('URI', sameFirst)],
  ['URI.parse', known('URI', sameFirst)],
  ['URI.join', known('URI', joinedAddress)],
  ['URI::HTTPS.build', () => undefined],
  ['URI.host', partOf('host')],
  ['URI.hostname', partOf('host')],
  ['URI.port', partOf('port')],
  ['URI.path', partOf('path')],
  ['URI.request_uri', partOf('all')],
  [
    'URI.to_s',
    ({ receiver }) => (receiver?.text === undefined ? undefined : textValue(receiver.text, receiver.exact)),
  ],
  ['Pathname', known('Pathname', sameFirst)],
  ['Pathname.new', known('Pathname', sameFirst)],
  ['Pathname.join', known('Pathname', ofReceiver(joinPath))],
  ['Pathname.+', known('Pathname', ofReceiver(joinPath))],
  ['Pathname.expand_path', samePath],
  ['Pathname.realpath', samePath],
  [
    'Pathname.to_s',
    ({ receiver }) => (receiver?.text === undefined ? undefined : textValue(receiver.text, receiver.exact)),
  ],
])
