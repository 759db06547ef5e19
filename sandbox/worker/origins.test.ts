import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TraceEvent } from '@clawback/model'
import { createOrigins } from './origins.js'

const connect = (id: string, pid: number, port = 443): TraceEvent =>
  ({
    id,
    'process.pid': pid,
    'network.transport': 'tcp',
    'network.peer.address': '203.0.113.1',
    'network.peer.port': port,
  }) as unknown as TraceEvent
const flow = (port: number, inode?: number, peerPort = 443) =>
  ({
    transport: 'tcp',
    address: '203.0.113.1',
    port,
    peer: { address: '203.0.113.1', port: peerPort },
    ...(inode === undefined ? {} : { inode }),
  }) as const

describe('where a connection came from, without the inode of its socket', () => {
  it('is told while one process fits, however often it connects', () => {
    const origins = createOrigins()
    origins.remember(undefined, connect('a', 1))
    expect(origins.find(flow(5001))?.id).toBe('a')
    origins.remember(undefined, connect('b', 2))
    expect(origins.find(flow(5002))?.id).toBe('b')
    expect(origins.find(flow(5001))?.id).toBe('a')
    expect(origins.untold()).toBe(0)
  })

  it('is not guessed where two processes fit, and nobody has to wait for it', () => {
    const origins = createOrigins()
    origins.remember(undefined, connect('a', 1))
    origins.remember(undefined, connect('b', 2))
    for (const port of [5002, 5001, 5002]) {
      expect(origins.knows(flow(port))).toBe(true)
      expect(origins.find(flow(port))).toBeUndefined()
    }
    expect(origins.untold()).toBe(2)
    // Both have come: what comes next is told apart again.
    origins.remember(undefined, connect('c', 3))
    expect(origins.find(flow(5003))?.id).toBe('c')
  })

  it('is counted while the connect was not seen, and no longer once it is', () => {
    const origins = createOrigins()
    expect(origins.find(flow(5001))).toBeUndefined()
    expect(origins.find(flow(5001))).toBeUndefined()
    expect(origins.untold()).toBe(1)
    origins.remember(undefined, connect('a', 1))
    expect(origins.find(flow(5001))?.id).toBe('a')
    expect(origins.untold()).toBe(0)
  })

  it('is not guessed either once a connect of each was given away', () => {
    const origins = createOrigins()
    origins.remember(undefined, connect('a', 1))
    origins.find(flow(5001))
    origins.remember(undefined, connect('b', 2))
    origins.find(flow(5002))
    expect(origins.find(flow(5003))).toBeUndefined()
  })

  it('is told by the inode where there is one, whoever else fits', () => {
    const origins = createOrigins()
    origins.remember(7, connect('a', 1))
    origins.remember(8, connect('b', 2))
    expect([8, 7].map((inode) => origins.find(flow(5000 + inode, inode))?.id)).toEqual(['b', 'a'])
  })

  it('is never another process, in whatever order connects and connections come', () => {
    const act = fc.record({ pid: fc.integer({ min: 1, max: 3 }), late: fc.boolean() })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const origins = createOrigins()
        const waiting: { readonly pid: number; readonly port: number }[] = []
        const look = ({ pid, port }: { readonly pid: number; readonly port: number }): void => {
          const found = origins.find(flow(port))
          if (found !== undefined) expect(found['process.pid']).toBe(pid)
        }
        acts.forEach(({ pid, late }, index) => {
          origins.remember(-index - 1, connect(String(index), pid))
          waiting.push({ pid, port: 5000 + index })
          // The connections of a moment are seen in the other order than they were made.
          if (!late) waiting.splice(0).reverse().forEach(look)
        })
        waiting.forEach(look)
      }),
    )
  })
})
