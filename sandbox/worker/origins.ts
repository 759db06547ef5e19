import type { TraceEvent } from '@clawback/model'
import type { Flow } from '../ports.js'

/** The connect calls of a run, to find the one that a connection seen elsewhere began with. */
export interface Origins {
  remember(inode: number | undefined, record: TraceEvent): void
  find(flow: Flow | undefined): TraceEvent | undefined
  /** Whether the connect of a flow has been seen, so that nothing has to wait for it. */
  knows(flow: Flow): boolean
  /** Connections given to no process: more than one could have opened them, or the call that did was not seen. */
  readonly untold: () => number
}

const perKey = 64

/**
 * Connections are known by their socket's inode. When the socket was gone before it could be looked up, the peer
 * tells, or else the source address: in a cell an IPv4 connection comes from the address it was meant for. Each
 * connect is then given to one flow only; where those of several processes fit, to none: unknown, not guessed.
 */
export function createOrigins(): Origins {
  const byInode = new Map<number, TraceEvent[]>()
  const byAddress = new Map<string, TraceEvent[]>()
  const claimed = new Map<string, TraceEvent | undefined>()
  const taken = new Set<string>()
  /** Flows that could not be told apart, by the connects they could have been. */
  const unknown = new Map<string, number>()
  let ambiguous = 0
  /** Flows whose connect was not there when they were asked about. */
  const unseen = new Set<string>()

  const push = <K>(map: Map<K, TraceEvent[]>, key: K, record: TraceEvent): void =>
    void map.set(key, [...(map.get(key) ?? []).slice(1 - perKey), record])

  const candidates = ({ transport, address, peer }: Flow): readonly TraceEvent[] => {
    const opened = byAddress.get(`${transport} ${peer?.address ?? address}`) ?? []
    return peer === undefined ? opened : opened.filter((record) => record['network.peer.port'] === peer.port)
  }

  const findByAddress = (flow: Flow): TraceEvent | undefined => {
    const end = endOf(flow)
    if (claimed.has(end)) return claimed.get(end)
    const opened = candidates(flow)
    const open = opened.filter(({ id }) => !taken.has(id))
    const fitting = open.length === 0 ? opened : open
    const found = ofOneProcess(fitting) ? (open[0] ?? opened.at(-1)) : undefined
    if (found !== undefined) taken.add(found.id)
    else if (fitting.length > 0) leaveOut(open)
    if (fitting.length > 0) claimed.set(end, found)
    if (fitting.length === 0) unseen.add(end)
    else unseen.delete(end)
    return found
  }

  /** When as many flows as connects were left out, none of these connects is still to come. */
  const leaveOut = (open: readonly TraceEvent[]): void => {
    ambiguous += 1
    const key = open[0]?.id ?? ''
    const flows = (unknown.get(key) ?? 0) + 1
    unknown.set(key, flows)
    if (flows >= open.length) for (const { id } of open) taken.add(id)
  }

  return {
    untold: () => ambiguous + unseen.size,
    knows(flow) {
      if (flow.inode !== undefined && byInode.has(flow.inode)) return true
      if (claimed.has(endOf(flow))) return true
      return candidates(flow).some(({ id }) => !taken.has(id))
    },
    remember(inode, record) {
      if (inode !== undefined) push(byInode, inode, record)
      const { 'network.transport': transport, 'network.peer.address': address } = record
      push(byAddress, `${String(transport)} ${String(address)}`, record)
    },
    find(flow) {
      if (flow === undefined) return undefined
      const opened = flow.inode === undefined ? undefined : byInode.get(flow.inode)
      if (opened === undefined) return findByAddress(flow)
      // One datagram socket may have reached several addresses.
      const found =
        opened.findLast((record) => record['network.peer.address'] === flow.address) ?? opened.at(-1)
      if (found !== undefined) taken.add(found.id)
      return found
    },
  }
}

const endOf = ({ transport, address, port }: Flow): string => `${transport} ${address} ${port}`

function ofOneProcess(records: readonly TraceEvent[]): boolean {
  return new Set(records.map((record) => record['process.pid'])).size === 1
}
