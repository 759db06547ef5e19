import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { ClawbackError } from '@clawback/model'
import type { Tools } from '../cells/bwrap/tools.js'
import type { Flow, FlowEnd, TraceFlow } from '../ports.js'
import { command } from './command.js'

/**
 * Seals the private network: loopback up, every address of both families local (so nothing leaves and everything
 * answers), and no other interface. Throws when another interface is there: then this is not a private network.
 */
export async function sealNetwork(tools: Tools): Promise<void> {
  await command(tools.ip, ['link', 'set', 'lo', 'up'])
  await setOnline(tools, true)
  const names = Object.keys(networkInterfaces()).filter((name) => name !== 'lo')
  if (names.length > 0)
    throw new ClawbackError('SANDBOX_UNAVAILABLE', {
      detail: `the private network has other interfaces: ${names.join(', ')}`,
      mend: 'Please report it with the output of `clawback doctor`.',
    })
}

/** Takes the routes of everything but loopback away, or gives them back: a machine without a network. */
export async function setOnline(tools: Tools, online: boolean): Promise<void> {
  const verb = online ? 'add' : 'del'
  await command(tools.ip, ['route', verb, 'local', '0.0.0.0/0', 'dev', 'lo'])
  await command(tools.ip, ['-6', 'route', verb, 'local', '::/0', 'dev', 'lo'])
}

/** Sends every TCP connection and datagram to the sinkhole, except what stays on loopback. */
export async function redirectTo(tools: Tools, tcpPort: number, udpPort: number): Promise<void> {
  await command(tools.nft, ['-f', '-'], {
    input: `table inet sinkhole {
       chain out {
         type nat hook output priority -100; policy accept;
         ip daddr 127.0.0.0/8 accept
         ip6 daddr ::1 accept
         meta l4proto tcp redirect to :${tcpPort}
         meta l4proto udp redirect to :${udpPort}
       }
     }`,
  })
}

/**
 * Looks a connection up in the socket table of this network namespace. The sample's socket still names where it meant
 * to go, because the redirect happens below it.
 */
export const traceFlow: TraceFlow = (end) => {
  const wanted = plain(end.address)
  for (const table of [`/proc/net/${end.transport}`, `/proc/net/${end.transport}6`]) {
    const flow = findFlow(readTable(table), end, wanted)
    if (flow !== undefined) return flow
  }
  return end
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function findFlow(table: string, end: FlowEnd, wanted: string): Flow | undefined {
  const port = end.port.toString(16).toUpperCase().padStart(4, '0')
  let byPort: Flow | undefined
  for (const line of table.split('\n')) {
    if (!line.includes(`:${port} `)) continue
    const [, local, remote, , , , , , , inode] = line.trim().split(/\s+/)
    if (local?.endsWith(`:${port}`) !== true || remote === undefined) continue
    const peer = readEndpoint(remote)
    const flow: Flow = {
      ...end,
      ...(peer.port === 0 ? {} : { peer }),
      ...(Number(inode) > 0 ? { inode: Number(inode) } : {}),
    }
    if (readEndpoint(local).address === wanted) return flow
    byPort ??= flow
  }
  // An unconnected datagram socket is bound to the unspecified address: its port is all there is.
  return end.transport === 'udp' ? byPort : undefined
}

/** `0100007F:1F90` or 32 hexadecimal digits: words in host order (little-endian). */
export function readEndpoint(text: string): { readonly address: string; readonly port: number } {
  const [hex = '', port = '0'] = text.split(':')
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex').reverse()])
  return { address: bytes.length === 4 ? bytes.join('.') : inet6(bytes), port: Number.parseInt(port, 16) }
}

function inet6(bytes: readonly number[]): string {
  const words = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  )
  return plain(words.join(':'))
}

/** One spelling per address. */
function plain(address: string): string {
  if (!address.includes(':')) return address
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical)
  if (mapped === null) return canonical
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
