import type { TraceEvent } from '@clawback/model'
import type { Flow } from '../ports.js'

/** The connect calls of a run, to find the one that a connection seen elsewhere began with. */
export interface Origins {
  remember(inode: number | undefined, record: TraceEvent): void
  find(flow: Flow | undefined): TraceEvent | undefined
  /** Whether the connect of a flow has been seen, so that nothing has to wait for it. */
  knows(flow: Flow): boolean
}

const perKey = 64

/**
 * Connections are known by their socket's inode. When the socket was gone before it could be looked up, the peer
 * tells, or else the source address: in a cell an IPv4 connection comes from the address it was meant for. Each
 * connect is then given to one flow only.
 */
export function createOrigins(): Origins {
  const byInode = new Map<number, TraceEvent[]>()
  const byAddress = new Map<string, TraceEvent[]>()
  const claimed = new Map<string, TraceEvent>()
  const taken = new Set<string>()

  const push = <K>(map: Map<K, TraceEvent[]>, key: K, record: TraceEvent): void =>
    void map.set(key, [...(map.get(key) ?? []).slice(1 - perKey), record])

  const candidates = ({ transport, address, peer }: Flow): readonly TraceEvent[] => {
    const opened = byAddress.get(`${transport} ${peer?.address ?? address}`) ?? []
    return peer === undefined ? opened : opened.filter((record) => record['network.peer.port'] === peer.port)
  }

  const findByAddress = (flow: Flow): TraceEvent | undefined => {
    const end = `${flow.transport} ${flow.address} ${flow.port}`
    const known = claimed.get(end)
    if (known !== undefined) return known
    const opened = candidates(flow)
    const found = opened.find(({ id }) => !taken.has(id)) ?? opened.at(-1)
    if (found !== undefined) {
      claimed.set(end, found)
      taken.add(found.id)
    }
    return found
  }

  return {
    knows(flow) {
      if (flow.inode !== undefined && byInode.has(flow.inode)) return true
      if (claimed.has(`${flow.transport} ${flow.address} ${flow.port}`)) return true
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
