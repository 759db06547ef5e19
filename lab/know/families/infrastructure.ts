import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { EventRecord } from '@clawback/model'
import { givenAddresses, hostsIn } from '../../store/hosts.js'

/** Something outside that an artifact names: who runs it may run all that name it. */
export type Infrastructure = `${'host' | 'url' | 'address' | 'wallet'} ${string}`

/** Kept of one artifact. */
const most = 400

/** Texts of a record in which something outside may be named. */
export function textsOf(record: EventRecord): readonly string[] {
  return [
    record['text.content'],
    record['text.link'],
    record['code.string.value'],
    record['code.call.text'],
    record['manifest.value'],
    record['url.full'],
  ].flatMap((text) => text ?? [])
}

/**
 * Hosts, beginnings of URLs (host and up to two folders), addresses that are routed on the internet, and wallets
 * (Ethereum; Bitcoin when its checksum holds, or bech32). Each once, ascending.
 */
export function infrastructureOf(records: readonly EventRecord[]): readonly Infrastructure[] {
  const found = new Set<Infrastructure>()
  const given = givenAddresses(records)
  for (const record of records) {
    for (const host of hostsIn(record, given)) addHost(host, found)
    for (const text of textsOf(record)) {
      for (const url of urlsIn(text)) addUrl(url, found)
      for (const [address] of text.matchAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g))
        if (isRouted(address)) found.add(`address ${address}`)
      for (const [wallet] of text.matchAll(
        /\b(?:0x[0-9a-f]{40}|bc1[ac-hj-np-z02-9]{25,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b/gi,
      ))
        if (isWallet(wallet)) found.add(`wallet ${wallet}`)
    }
    if (found.size >= most) break
  }
  return [...found].sort()
}

/** The URLs in a text, as they are written. */
export function urlsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bhttps?:\/\/[^\s"'`<>()[\]{}|\\^]{3,500}/gi)].map(([url]) => url)
}

function addUrl(text: string, found: Set<Infrastructure>): void {
  const written = text.replace(/[.,;:!?*]+$/, '')
  if (!URL.canParse(written)) return
  const { hostname, pathname } = new URL(written)
  addHost(hostname, found)
  if (!isHost(hostname)) return
  const folders = pathname
    .split('/')
    .filter((part) => part !== '')
    .slice(0, 2)
  for (const [at] of folders.entries())
    found.add(
      `url ${hostname}/${folders
        .slice(0, at + 1)
        .join('/')
        .slice(0, 160)}`,
    )
}

function addHost(name: string, found: Set<Infrastructure>): void {
  if (isIP(name) === 4) {
    if (isRouted(name)) found.add(`address ${name}`)
  } else if (isHost(name)) found.add(`host ${name}`)
}

/** A name with a dot that is not for local use (RFC 6761, 6762, 8375). */
function isHost(name: string): boolean {
  return isIP(name) !== 0
    ? isRouted(name)
    : /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(name) && !/\.(?:localhost|local|internal|home\.arpa)$/.test(name)
}

/**
 * IPv4 that is globally reachable (RFC 6890, IANA special-purpose registry). What ends in two zeros is a network or a
 * version of a program.
 */
function isRouted(address: string): boolean {
  if (isIP(address) !== 4) return false
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  if (a === 0 || a === 10 || a === 127 || a >= 224 || (c === 0 && d === 0)) return false
  if (a === 100) return b < 64 || b > 127
  if (a === 169) return b !== 254
  if (a === 172) return b < 16 || b > 31
  if (a === 192) return b !== 168 && !(b === 0 && c <= 2)
  if (a === 198) return b !== 18 && b !== 19 && !(b === 51 && c === 100)
  return !(a === 203 && b === 0 && c === 113)
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base58Check is checked, since many a random text looks like it (https://en.bitcoin.it/wiki/Base58Check_encoding). */
function isWallet(text: string): boolean {
  if (/^(?:0x|bc1)/i.test(text)) return !/^0x(.)\1+$/i.test(text)
  let value = 0n
  for (const letter of text) {
    const digit = alphabet.indexOf(letter)
    if (digit < 0) return false
    value = value * 58n + BigInt(digit)
  }
  const hex = value.toString(16).padStart(50, '0')
  if (hex.length !== 50) return false
  const bytes = Buffer.from(hex, 'hex')
  const twice = sha256(sha256(bytes.subarray(0, 21)))
  return twice.subarray(0, 4).equals(bytes.subarray(21))
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
