import { createHash } from 'node:crypto'
import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { AgentEvent } from '@clawback/model'
import type { GraphStore } from '../ports.js'
import { edgeOf, reachable, shortest } from './paths.js'
import { readStory } from './story.js'
import { insert, replace } from './write.js'
import type { Pending } from './write.js'

/** How long an event waits for company before it is committed, and how many may wait. */
const flushMs = 50
const most = 5_000

/** The graph in a ledger. Events wait together in memory for at most 50 ms; a later revision of one that waits replaces it. */
export function createGraphStore(ledger: Ledger, fault: (error: unknown) => void): GraphStore {
  let fresh = new Map<string, Pending>()
  let revised = new Map<string, AgentEvent>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const drain = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(async () => {
      if (fresh.size === 0 && revised.size === 0) return
      const [added, changed] = [fresh, revised]
      fresh = new Map()
      revised = new Map()
      try {
        await ledger.transaction(async (tx) => {
          await insert(tx, [...added.values()])
          for (const event of changed.values()) await replace(tx, event)
        })
      } catch (error) {
        // Kept for the next attempt: nothing is dropped in silence.
        for (const [id, pending] of fresh) added.set(id, pending)
        for (const [id, event] of revised) changed.set(id, event)
        fresh = added
        revised = changed
        throw error
      }
    })
    const done = writing
    writing = writing.catch(() => undefined)
    return done
  }
  const soon = (): void => {
    timer ??= setTimeout(() => void drain().catch(fault), flushMs).unref()
  }

  return {
    put: async (event, observed) => {
      fresh.set(event.record.id, { event, observed })
      if (fresh.size >= most) await drain()
      else soon()
    },
    revise: (event) => {
      const waiting = fresh.get(event.record.id)
      if (waiting === undefined) revised.set(event.record.id, event)
      else waiting.event = event
      soon()
    },
    flush: async () => {
      await drain()
    },
    story: async (chain) => {
      await drain()
      return readStory(ledger, chain)
    },
    path: async (from, to) => {
      await drain()
      return shortest(ledger, from, to)
    },
    blast: async (from) => {
      await drain()
      return (await ledger.all(reachable, [from])).map((row) => ({
        node: textOf(row, 'node'),
        depth: numberOf(row, 'depth'),
      }))
    },
    digest: async () => {
      await drain()
      const hash = createHash('sha256')
      for (const row of await ledger.all('SELECT id FROM node ORDER BY id'))
        hash.update(`${textOf(row, 'id')}\n`)
      for (const row of await ledger.all('SELECT * FROM edge ORDER BY src, kind, dst'))
        hash.update(`${JSON.stringify(edgeOf(row))}\n`)
      return hash.digest('hex')
    },
  }
}
