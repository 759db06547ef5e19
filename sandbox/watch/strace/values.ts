/** Splits an argument list at its top-level commas. Linear; unbalanced text gives what it gives. */
export function splitArguments(text: string, limit = 64): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length && parts.length < limit; at++) {
    const char = text[at]
    if (char === '"') quoted = !quoted
    else if (quoted) continue
    else if (char === '(' || char === '[' || char === '{' || char === '<') depth++
    else if (char === ')' || char === ']' || char === '}' || (char === '>' && text[at - 1] !== '-')) depth--
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim())
      start = at + 1
    }
  }
  const last = text.slice(start).trim()
  if (last !== '' || parts.length > 0) parts.push(last)
  return parts
}

const hexString = /"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/

/** The bytes of a hexadecimal string (`"\x2f\x74"`), and whether the tracer cut it. */
export function readBytes(text: string): { readonly bytes: Buffer; readonly cut: boolean } | undefined {
  const found = hexString.exec(text)
  if (found === null) return undefined
  return {
    bytes: Buffer.from((found[1] ?? '').replaceAll('\\x', ''), 'hex'),
    cut: found[2] !== undefined,
  }
}

/** The text of a hexadecimal string; bytes that are not UTF-8 become U+FFFD. */
export function readText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : readBytes(text)?.bytes.toString('utf8')
}

/** The list `["a", "b", ...]` as texts. */
export function readList(text: string | undefined, limit = 256): string[] {
  if (text?.startsWith('[') !== true) return []
  return splitArguments(text.replace(/^\[/, '').replace(/\](?:\.\.\.)?$/, ''), limit)
    .map(readText)
    .filter((item): item is string => item !== undefined)
}

/** A descriptor with what the tracer says of it: `3<\x2f\x74>`, `4<TCP:[46798]>`, `AT_FDCWD<\x2f>`. */
export interface Descriptor {
  readonly number: number | undefined
  /** Path of a file or folder. */
  readonly path?: string
  readonly deleted?: boolean
  readonly socket?: SocketName
}

/** A socket as the tracer names it: by inode before it has an address, by address after. */
export interface SocketName {
  readonly protocol: string
  readonly inode?: number
  readonly local?: string
  readonly remote?: string
}

const descriptor = /^(AT_FDCWD|-?\d+)(?:<(.*)>(\(deleted\))?)?$/
const socketName = /^([A-Z][A-Za-z0-9-]*):\[(.*)\]$/
const hexPath = /^((?:\\x[0-9a-f]{2})+)/

/** Reads a descriptor argument or result. */
export function readDescriptor(text: string | undefined): Descriptor | undefined {
  const [, number, inner, deleted] = descriptor.exec(text ?? '') ?? []
  if (number === undefined) return undefined
  const base = { number: number === 'AT_FDCWD' ? undefined : Number(number) }
  if (inner === undefined) return base
  const socket = socketName.exec(inner)
  if (socket !== null) return { ...base, socket: readSocketName(socket[1] ?? '', socket[2] ?? '') }
  const path = hexPath.exec(inner)?.[1]
  if (path === undefined) return base
  return {
    ...base,
    path: Buffer.from(path.replaceAll('\\x', ''), 'hex').toString('utf8'),
    deleted: deleted !== undefined,
  }
}

function readSocketName(protocol: string, inner: string): SocketName {
  // Negative where a kernel of its own numbers its sockets: never to be met in the host's table.
  if (/^-?\d+$/.test(inner)) return { protocol, inode: Number(inner) }
  const [local, remote] = inner.split('->')
  return { protocol, ...(local ? { local } : {}), ...(remote ? { remote } : {}) }
}

/** A socket address argument. */
export type SocketAddress =
  | { readonly family: 'inet' | 'inet6'; readonly address: string; readonly port: number }
  | { readonly family: 'unix'; readonly path: string }
  | { readonly family: 'other'; readonly name: string }

/** Reads `{sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("\x31…")}` and its kin. */
export function readSocketAddress(text: string | undefined): SocketAddress | undefined {
  const family = /^\{sa_family=(AF_\w+)/.exec(text ?? '')?.[1]
  if (text === undefined || family === undefined) return undefined
  if (family === 'AF_UNIX') {
    const name = /sun_path=(@?)("[^"]*")/.exec(text)
    return { family: 'unix', path: (name?.[1] ?? '') + (readText(name?.[2]) ?? '') }
  }
  const port = Number(/port=htons\((\d+)\)/.exec(text)?.[1] ?? Number.NaN)
  const address = readText(/(?:inet_addr\(|inet_pton\(AF_INET6, )("[^"]*")/.exec(text)?.[1])
  if (address === undefined || Number.isNaN(port)) return { family: 'other', name: family }
  return { family: family === 'AF_INET6' ? 'inet6' : 'inet', address: plainAddress(address), port }
}

/** An IPv4 address mapped into IPv6 is the IPv4 address. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

/** What a call gave back. `known` is false while the tracer shows `?` (the process did not live to see it). */
export interface CallResult {
  readonly known: boolean
  readonly value: number
  readonly error?: string
  /** Descriptor result with its annotation. */
  readonly descriptor?: Descriptor
  /** A process id as seen from the tracer's pid namespace. */
  readonly pid?: number
}

/** Reads what stands behind ` = `. */
export function readResult(text: string): CallResult {
  if (text.startsWith('?')) return { known: false, value: -1 }
  const error = /^-1 (E\w+)/.exec(text)?.[1]
  if (error !== undefined) return { known: true, value: -1, error }
  const value = Number(/^(0x[0-9a-f]+|-?\d+)/.exec(text)?.[1] ?? Number.NaN)
  const outside = /^\d+ \/\* (\d+) in strace's PID NS \*\//.exec(text)?.[1]
  const found = readDescriptor(text.replace(/ \(INJECTED\)$/, ''))
  return {
    known: !Number.isNaN(value),
    value,
    ...(outside === undefined ? { pid: value } : { pid: Number(outside) }),
    ...(found?.path !== undefined || found?.socket !== undefined ? { descriptor: found } : {}),
  }
}
