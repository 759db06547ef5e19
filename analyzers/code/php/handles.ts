import type { Fold, Shape, Value } from '../nouns.js'
import { asText, exactText, hole, join, textValue, unknown } from '../values.js'

/** Numbers that stand for options of curl; the names are how they are told. */
const options: ReadonlyMap<string, string> = new Map([
  ['10002', 'CURLOPT_URL'],
  ['10015', 'CURLOPT_POSTFIELDS'],
  ['10036', 'CURLOPT_CUSTOMREQUEST'],
  ['10023', 'CURLOPT_HTTPHEADER'],
  ['47', 'CURLOPT_POST'],
])

function optionName(value: Value | undefined): string | undefined {
  const text = value === undefined ? undefined : asText(value)
  return text === undefined ? undefined : (options.get(text) ?? text)
}

/** A handle of curl is the options that were set on it: nothing is sent before it is executed. */
const curlInit: Fold = ({ args: [url] }) => {
  const shape: Shape = new Map()
  if (url !== undefined && url !== unknown) shape.set('CURLOPT_URL', url)
  return { shape }
}

const setOption: Fold = ({ args: [handle, option, value] }) => {
  const shape: Shape = handle?.shape ?? new Map<string, Value>()
  const key = optionName(option)
  if (key !== undefined && value !== undefined) shape.set(key, value)
  return { ...handle, shape }
}

const setOptions: Fold = ({ args: [handle, given] }) => {
  const shape: Shape = handle?.shape ?? new Map<string, Value>()
  for (const [key, value] of given?.shape ?? []) shape.set(options.get(key) ?? key, value)
  return { ...handle, shape }
}

/** What is done with many handles is done with each. */
const addHandle: Fold = ({ args: [many, handle] }) => join(many ?? unknown, handle)

/** A stream that is open on an address or a path knows it: what is written goes there, what is read comes from there. */
function opened(name: string, text: string | undefined, isFile = false): Value | undefined {
  if (text === undefined) return undefined
  return { text, exact: false, path: name, sure: true, made: true, ...(isFile ? { file: text } : {}) }
}

const fopen: Fold = ({ args: [path] }) => opened('fopen', path === undefined ? undefined : asText(path), true)

/** The address may be unknown; that it is one is not. */
function socket(name: string, hostAt: number): Fold {
  return ({ args }) => {
    const [host, port] = [args[hostAt], args[hostAt + 1]]
    const text = host === undefined ? hole : (asText(host) ?? hole)
    const place = text.includes('://') ? text : `tcp://${text}`
    const end = /:\d+$/.test(place) || port?.number === undefined ? '' : `:${String(port.number)}`
    return opened(name, place + end)
  }
}

/** Text of what an open stream gives is not known, but a folder or a clock would be no news. */
const context: Fold = ({ args: [given] }) => (given?.shape === undefined ? undefined : { shape: given.shape })

/** A request by the class and the method of it. */
export const handleFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['curl_init', curlInit],
  ['curl_setopt', setOption],
  ['curl_setopt_array', setOptions],
  ['curl_multi_add_handle', addHandle],
  ['curl_copy_handle', ({ args: [handle] }) => handle],
  ['fopen', fopen],
  ['fsockopen', socket('fsockopen', 0)],
  ['pfsockopen', socket('fsockopen', 0)],
  ['stream_socket_client', socket('stream_socket_client', 0)],
  ['socket_connect', socket('socket_connect', 1)],
  ['stream_context_create', context],
  ['tempnam', () => textValue(`${hole}temporary`, false)],
  ['sys_get_temp_dir', () => textValue('/tmp')],
  [
    'getenv',
    ({ args: [name] }) =>
      /^(?:HOME|USERPROFILE)$/.test(exactText(name ?? unknown) ?? '') ? textValue('~') : undefined,
  ],
])
