import { BlockList, isIP } from 'node:net'

/** Addresses that mean another machine, or none, wherever they are read (RFC 6890, RFC 5771, RFC 4291). */
const special = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  special.addSubnet(net, bits, 'ipv6')

/** Names that nobody can own (RFC 2606, RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const names = /(?:^|\.)(?:test|example|invalid|localhost|local|alt|home\.arpa|example\.(?:com|net|org))$/

/** Whether a host is set apart by a standard, so that to look for it elsewhere finds nothing or somebody else. */
export function isReserved(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return names.test(host)
  return special.check(host, family === 4 ? 'ipv4' : 'ipv6')
}
