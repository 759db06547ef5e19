import { isIP } from 'node:net'
import { sha256 } from '@clawback/model'
import { namesData } from './data.js'

/**
 * Fake public addresses of one run: a name always gets the same ones, and an address handed out leads back to the name
 * it was handed out for.
 */
export interface Names {
  /** Addresses of a name, one per family asked for; empty when the name has none of that family. */
  addresses(name: string, family: 4 | 6): readonly string[]
  /** The name an address was handed out for in this run. */
  nameOf(address: string): string | undefined
}

/** Names remembered per run; later ones still get an address, but it does not lead back. */
const remembered = 8192

/** A fresh table; {@link Names} holds for one run. */
export function createNames(): Names {
  const owners = new Map<string, string>()
  const given = new Map<string, readonly string[]>()

  function addresses(name: string, family: 4 | 6): readonly string[] {
    const key = `${family}/${normalName(name)}`
    const known = given.get(key)
    if (known !== undefined) return known
    const fresh = fixed(normalName(name), family) ?? [free(normalName(name), family)]
    if (given.size < remembered) {
      given.set(key, fresh)
      for (const address of fresh) owners.set(address, normalName(name))
    }
    return fresh
  }

  function free(name: string, family: 4 | 6): string {
    for (let turn = 0; turn < 16; turn++) {
      const address = fake(name, family, turn)
      if ((owners.get(address) ?? name) === name) return address
    }
    return fake(name, family, 0)
  }

  return { addresses, nameOf: (address) => owners.get(plainAddress(address)) }
}

/** Lower case, without the root dot. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** An IPv4 address written as a mapped IPv6 one (`::ffff:1.2.3.4`) in its plain form. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

function fixed(name: string, family: 4 | 6): readonly string[] | undefined {
  const entry = namesData.fixed.get(name)
  return entry?.filter((address) => isIP(address) === family)
}

function fake(name: string, family: 4 | 6, turn: number): string {
  const bytes = Buffer.from(sha256(`${family}/${turn}/${name}`), 'hex')
  const at = (i: number): number => bytes[i] ?? 0
  if (family === 4) {
    const prefix = namesData.ipv4[at(0) % namesData.ipv4.length] ?? '203.57'
    return `${prefix}.${at(1)}.${1 + (at(2) % 254)}`
  }
  const prefix = namesData.ipv6[at(0) % namesData.ipv6.length] ?? '2606:4700'
  const group = (i: number): string => (0x1000 + (((at(i) << 8) | at(i + 1)) % 0xefff)).toString(16)
  return `${prefix}:${group(2)}:${group(4)}:${group(6)}:${group(8)}:${group(10)}:${group(12)}`
}
