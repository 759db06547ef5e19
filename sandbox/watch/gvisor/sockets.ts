import { descriptorOf, quote } from './translate.js'

/** Which protocol the descriptors of a process speak, and where they are bound: gVisor names sockets by number only. */
export interface SocketMemory {
  open(pid: number, descriptor: number, args: string): void
  inherit(child: number, parent: number): void
  forget(pid: number): void
  /** A socket call in the notation of the other cell's tracer; undefined when it cannot be read. */
  translate(pid: number, name: string, args: string): string | undefined
}

const calls: ReadonlySet<string> = new Set(['connect', 'bind', 'listen', 'sendto', 'sendmsg', 'sendmmsg'])

export const isSocketCall = (name: string): boolean => calls.has(name)

const internet = /\{Family: (AF_INET6?), Addr: ([0-9a-fA-F.:]*), Port: (\d{1,5})\}/
const local = /\{Family: AF_UNIX, Addr: ("(?:[^"\\]|\\.)*")/

export function createSocketMemory(): SocketMemory {
  const byProcess = new Map<number, Map<number, { readonly protocol: string; bound?: string }>>()
  return {
    open(pid, descriptor, args) {
      const table = byProcess.get(pid) ?? new Map<number, { readonly protocol: string }>()
      byProcess.set(pid, table)
      const inet = /^AF_INET6?, /.test(args)
      const protocol = /SOCK_STREAM/.test(args) ? 'TCP' : /SOCK_DGRAM/.test(args) ? 'UDP' : 'RAW'
      table.set(descriptor, { protocol: inet ? protocol : 'UNIX' })
    },
    inherit: (child, parent) => void byProcess.set(child, new Map(byProcess.get(parent))),
    forget: (pid) => void byProcess.delete(pid),
    translate(pid, name, args) {
      const [, word] = /^(0x[0-9a-f]+)(?:[ ,]|$)/.exec(args) ?? []
      if (word === undefined) return undefined
      const descriptor = descriptorOf(word)
      const socket = byProcess.get(pid)?.get(descriptor)
      const address = addressOf(args)
      if (name === 'bind' && socket !== undefined) socket.bound = endpointOf(args)
      // gVisor's own number of the socket keeps two of them apart; the host knows it by another one.
      const [, own] = /^0x[0-9a-f]+ socket:\[(\d{1,9})\]/.exec(args) ?? []
      const place = own === undefined || /^(?:bind|listen)$/.test(name) ? (socket?.bound ?? '-') : `-${own}`
      const named = `${descriptor}<${socket?.protocol ?? (name === 'connect' ? 'TCP' : 'UDP')}:[${place}]>`
      if (name === 'sendto') return `${named}, 0x0, 0, 0, ${address ?? 'NULL'}, 0`
      if (name.startsWith('send'))
        return `${named}, ${address === undefined ? 'NULL' : `{msg_name=${address}}`}, 0`
      return `${named}, ${address ?? 'NULL'}, 0`
    },
  }
}

function addressOf(args: string): string | undefined {
  const [, family, address, port] = internet.exec(args) ?? []
  if (family !== undefined) {
    const plain = quote(address === '' ? (family === 'AF_INET6' ? '::' : '0.0.0.0') : (address ?? ''))
    return family === 'AF_INET6'
      ? `{sa_family=AF_INET6, sin6_port=htons(${port ?? ''}), inet_pton(AF_INET6, ${plain}, &sin6_addr)}`
      : `{sa_family=AF_INET, sin_port=htons(${port ?? ''}), sin_addr=inet_addr(${plain})}`
  }
  const [, path] = local.exec(args) ?? []
  return path === undefined ? undefined : `{sa_family=AF_UNIX, sun_path=${quote(path.slice(1, -1))}}`
}

function endpointOf(args: string): string {
  const [, family, address, port] = internet.exec(args) ?? []
  if (family === undefined) return '-'
  return family === 'AF_INET6'
    ? `[${address || '::'}]:${port ?? ''}`
    : `${address || '0.0.0.0'}:${port ?? ''}`
}
