import type { Flow, ObservedFields } from '../../ports.js'
import { outcomeOf } from './call.js'
import type { Call } from './call.js'
import type { CallContext, CallReader } from './context.js'
import type { Process } from './processes.js'
import { readDescriptor, readSocketAddress, splitArguments } from './values.js'
import type { SocketAddress } from './values.js'

/** Socket calls by name. */
export const networkReaders: Readonly<Record<string, CallReader>> = {
  socket: (call, process, context) => {
    const found = call.result.descriptor
    const inode = found?.socket?.inode
    if (found?.number !== undefined && inode !== undefined) context.sockets.open(process, found.number, inode)
  },
  connect: (call, process, context) => connected(call, process, context, readSocketAddress(call.args[1])),
  sendto: (call, process, context) => addressed(call, process, context, call.args[4]),
  sendmsg: (call, process, context) => addressed(call, process, context, messageName(call.args[1])),
  sendmmsg: (call, process, context) => addressed(call, process, context, messageName(call.args[1])),
  bind: (call, process, context) => {
    const address = readSocketAddress(call.args[1])
    const protocol = readDescriptor(call.args[0])?.socket?.protocol
    if (call.result.error !== undefined || address === undefined || !('port' in address)) return
    if (protocol?.startsWith('UDP') === true && address.port !== 0)
      listened(call, process, context, 'udp', address)
  },
  listen: (call, process, context) => {
    const socket = readDescriptor(call.args[0])?.socket
    const local = readEndpoint(socket?.local)
    if (call.result.error !== undefined || local === undefined) return
    listened(call, process, context, 'tcp', local)
  },
}

type InternetAddress = Extract<SocketAddress, { port: number }>

function connected(
  call: Call,
  process: Process,
  context: CallContext,
  address: SocketAddress | undefined,
): void {
  if (address === undefined || address.family === 'other') return
  if (address.family === 'unix') {
    // The C library asks a name cache that no cell has.
    if (/^\/(?:var\/)?run\/(?:nscd\/socket|systemd\/|dbus\/)/.test(address.path)) return
    context.tell('net.connect', call.at, process.image, {
      'network.transport': 'unix',
      'server.address': address.path,
      ...result(call),
    })
    return
  }
  const descriptor = readDescriptor(call.args[0])
  const transport = transportOf(descriptor?.socket?.protocol)
  if (transport === undefined || (transport === 'udp' && address.port === 0)) return
  reached(call, process, context, transport, address, descriptor?.number, descriptor?.socket?.inode)
}

/** A datagram sent to an address opens an association, as a connect would. */
function addressed(call: Call, process: Process, context: CallContext, name: string | undefined): void {
  const address = readSocketAddress(name)
  const descriptor = readDescriptor(call.args[0])
  const transport = transportOf(descriptor?.socket?.protocol)
  if (address === undefined || !('port' in address) || transport !== 'udp') return
  reached(call, process, context, transport, address, descriptor?.number, descriptor?.socket?.inode)
}

function reached(
  call: Call,
  process: Process,
  context: CallContext,
  transport: 'tcp' | 'udp',
  address: InternetAddress,
  descriptor: number | undefined,
  named: number | undefined,
): void {
  const inode = named ?? context.sockets.inodeOf(process, descriptor)
  const flow: Flow = {
    transport,
    address: address.address,
    port: 0,
    peer: { address: address.address, port: address.port },
    ...(inode === undefined ? {} : { inode }),
  }
  context.tell(
    'net.connect',
    call.at,
    process.image,
    { ...endpoint(transport, address), ...result(call) },
    { flow },
  )
}

function listened(
  call: Call,
  process: Process,
  context: CallContext,
  transport: 'tcp' | 'udp',
  address: InternetAddress,
): void {
  context.tell('net.listen', call.at, process.image, endpoint(transport, address))
}

function endpoint(transport: 'tcp' | 'udp', address: InternetAddress): ObservedFields {
  return {
    'network.transport': transport,
    'network.type': address.family === 'inet6' && address.address.includes(':') ? 'ipv6' : 'ipv4',
    'server.address': address.address,
    'server.port': address.port,
    'network.peer.address': address.address,
    'network.peer.port': address.port,
  }
}

function transportOf(protocol: string | undefined): 'tcp' | 'udp' | undefined {
  if (protocol?.startsWith('TCP') === true) return 'tcp'
  return protocol?.startsWith('UDP') === true ? 'udp' : undefined
}

function messageName(message: string | undefined): string | undefined {
  const found = /msg_name=(\{sa_family=[^}]*\})/.exec(splitArguments(message ?? '')[0] ?? '')
  return found?.[1]
}

/** `0.0.0.0:8080` or `[::]:8080`. */
function readEndpoint(text: string | undefined): InternetAddress | undefined {
  const found = /^(?:\[(.*)\]|([\d.]+)):(\d+)$/.exec(text ?? '')
  if (found === null) return undefined
  const family = found[1] === undefined ? 'inet' : 'inet6'
  return { family, address: found[1] ?? found[2] ?? '', port: Number(found[3]) }
}

function result(call: Call): ObservedFields {
  const error = call.result.error
  // A connection that goes on in the background: the tracer does not see how it ends.
  if (error === 'EINPROGRESS') return { 'effect.outcome': 'attempted' }
  return { 'effect.outcome': outcomeOf(call.result), ...(error === undefined ? {} : { 'error.type': error }) }
}
