import { looksLikeTls, tlsRecordLength } from './clienthello.js'

/** What a byte stream speaks, judged by its first bytes; `undecided` = more bytes may tell. */
export type Speech = 'tls' | 'http1' | 'http2' | 'dns' | 'raw' | 'undecided'

const http2Preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
/** A method token, a target and a version (RFC 9112, 3); the method may be any token. */
const requestLine = /^[A-Z][A-Z-]{0,19} [^\s]{1,8192} HTTP\/1\.[01]\r?\n/
const methodStart = /^[A-Z][A-Z-]{0,19}( [^\s]*( (H(T(T(P(\/(1(\.[01]?)?)?)?)?)?)?\r?)?)?)?$/
const longestLine = 8192 + 64

/** Judges the first bytes of a stream. Total, linear in the bytes given. */
export function sniff(bytes: Buffer): Speech {
  if (bytes.length === 0) return 'undecided'
  if (looksLikeTls(bytes)) return bytes.length >= (tlsRecordLength(bytes) ?? Infinity) ? 'tls' : 'undecided'
  if (startsWith(bytes, http2Preface)) return 'http2'
  const dns = sniffDns(bytes)
  if (dns) return 'dns'
  if (http2Preface.subarray(0, bytes.length).equals(bytes)) return 'undecided'
  const text = bytes.subarray(0, longestLine).toString('latin1')
  if (requestLine.test(text)) return 'http1'
  return methodStart.test(text) ? 'undecided' : 'raw'
}

/** DNS over TCP: a two-byte length that fits, then a query header (RFC 7766). */
function sniffDns(bytes: Buffer): boolean {
  if (bytes.length < 2 + 17) return false
  const length = bytes.readUInt16BE(0)
  const flags = bytes.readUInt16BE(4)
  return (
    length >= 17 &&
    length <= 4096 &&
    length <= bytes.length - 2 &&
    (flags & 0xf800) === 0 &&
    bytes.readUInt16BE(6) === 1 &&
    bytes.readUInt16BE(8) === 0
  )
}

function startsWith(bytes: Buffer, head: Buffer): boolean {
  return bytes.length >= head.length && bytes.subarray(0, head.length).equals(head)
}

/** Protocols that are only named, never answered: first bytes -> name for `network.protocol.name`. */
const named: readonly (readonly [RegExp, string])[] = [
  [/^SSH-[12]\./, 'ssh'],
  [/^(EHLO|HELO) /i, 'smtp'],
  [/^\*\d{1,4}\r\n\$\d/, 'redis'],
  [/^(NICK|USER|PASS|CAP) [^\r\n]+\r?\n/, 'irc'],
  [/^\{[^]{0,200}"jsonrpc"/, 'jsonrpc'],
  [/^\{[^]{0,64}"(id|method)"[^]{0,200}"mining\./, 'stratum'],
  [/^.BitTorrent protocol/, 'bittorrent'],
]

/** The name of a protocol told by its first bytes, where one is known. */
export function nameProtocol(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.subarray(0, 320)).toString('latin1')
  if (((bytes[0] ?? 0) & 0xc0) === 0xc0 && text.startsWith('\0\0\0\u0001', 1)) return 'quic'
  return named.find(([pattern]) => pattern.test(text))?.[1]
}
