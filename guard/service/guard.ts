import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Clock } from '@clawback/model'
import type { GuardConfig } from '../config/config.js'
import type { OpenResponder } from '../ports.js'
import { openResponder as openResponseRoom } from '../response/responder.js'
import { listenLoopback, listenUnix } from '../sources/http.js'
import type { Listening } from '../sources/http.js'
import { inletRoutes } from '../sources/routes.js'
import { controlRoutes } from './control.js'
import { openParts } from './parts.js'
import type { GuardParts } from './parts.js'
import { startTails } from './tails.js'

export interface GuardOptions {
  readonly clock?: Clock
  /** Opens another response room than our own. */
  readonly openResponder?: OpenResponder
}

/** Where a running guard listens. */
export interface GuardAddress {
  /** Unix socket for hooks, telemetry and logs. */
  readonly socket: string
  /** Unix socket for people and the command line. */
  readonly control: string
  /** Source name -> `host:port`, for sources with `listen`. */
  readonly listening: Readonly<Record<string, string>>
}

export interface Guard {
  /** Resolves when everything listens. Throws what is wrong with packs, keys, state or sockets. */
  start(): Promise<GuardAddress>
  /** Takes nothing more in, writes everything down, closes. */
  stop(): Promise<void>
  readonly address: GuardAddress | undefined
}

const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
const version = '0.1.0'
/** How far behind the clock of the machine the clock of the rules runs: logs come late. */
const behindMs = 30_000

/** One resident guard. All state is in its folder; a new process on the same folder goes on where the last one was. */
export function createGuard(config: GuardConfig, options: GuardOptions = {}): Guard {
  const { clock = systemClock, openResponder = openResponseRoom } = options
  let running: Running | undefined
  let address: GuardAddress | undefined

  return {
    get address() {
      return address
    },
    start: async () => {
      if (running !== undefined) throw new ClawbackError('INTERNAL', { detail: 'this guard runs already' })
      const parts = await openParts(config, { clock, version, openResponder })
      const closers: (() => Promise<void>)[] = []
      try {
        address = await listenAll(config, parts, closers, clock)
        const tails = await startTails(config.sources, parts.inlet, parts.ledger, (what, error) =>
          parts.fault(what, error),
        )
        closers.push(() => tails.stop())
      } catch (error) {
        for (const close of closers) await close()
        await parts.close()
        throw error
      }
      running = { parts, closers, timers: startTimers(parts, clock) }
      return address
    },
    stop: async () => {
      if (running === undefined) return
      const { parts, closers, timers } = running
      running = undefined
      for (const timer of timers) clearInterval(timer)
      await Promise.all(closers.map((close) => close()))
      await parts.close()
      address = undefined
    },
  }
}

interface Running {
  readonly parts: GuardParts
  readonly closers: readonly (() => Promise<void>)[]
  readonly timers: readonly NodeJS.Timeout[]
}

async function listenAll(
  config: GuardConfig,
  parts: GuardParts,
  closers: (() => Promise<void>)[],
  clock: Clock,
): Promise<GuardAddress> {
  const opened = (listening: Listening): string => {
    closers.push(() => listening.close())
    return listening.address
  }
  const started = clock.now()
  const inSocket = config.sources.filter(({ listen }) => listen === undefined)
  const socket = opened(
    await listenUnix(join(config.state, 'guard.sock'), inletRoutes(inSocket, parts.inlet)),
  )
  const listening: Record<string, string> = {}
  for (const source of config.sources)
    if (source.listen !== undefined)
      listening[source.name] = opened(
        await listenLoopback(source.listen.port, inletRoutes([source], parts.inlet)),
      )
  const control = opened(
    await listenUnix(
      join(config.state, 'control.sock'),
      controlRoutes(parts, () => statusOf(config, parts, clock.now() - started)),
    ),
  )
  return { socket, control, listening }
}

function statusOf(config: GuardConfig, parts: GuardParts, upMs: number): object {
  const counts = Object.fromEntries(parts.ingest.counts)
  return {
    version,
    upSeconds: Math.round(upMs / 1_000),
    sources: config.sources.map(({ name, connector, trust }) => ({
      name,
      connector,
      trust,
      ...(counts[name] ?? { events: 0, gaps: 0, duplicates: 0, last: '' }),
    })),
    packs: parts.judge.packs(),
    evaluator: parts.judge.evaluator.stats(),
    incidents: parts.incidents.list().filter(({ state }) => state !== 'closed').length,
    followers: parts.followers.count,
    faults: parts.faults.slice(-20),
  }
}

function startTimers(parts: GuardParts, clock: Clock): readonly NodeJS.Timeout[] {
  const every = (ms: number, work: () => void): NodeJS.Timeout => setInterval(work, ms).unref()
  return [
    every(100, () => parts.ingest.settle()),
    every(1_000, () => parts.alertedLater(parts.judge.evaluator.advance('*', clock.now() - behindMs))),
    every(5_000, () => {
      // Everything received until now is durable before the state that has seen it is.
      const until = new Date(clock.now()).toISOString()
      parts.graph
        .flush()
        .then(() => parts.judge.save(until))
        .catch((error: unknown) => parts.fault('saving the state of the rules', error))
    }),
  ]
}
