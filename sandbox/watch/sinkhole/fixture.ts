import { sha256 } from '@clawback/model'
import type { Canary, Flow, FlowEnd, Observation, Sinkhole, SinkholeCaps } from '../../ports.js'
import { plantCanaries } from '../canaries/plant.js'
import { defaultAnswers } from './answers.js'
import { createAuthority } from './authority.js'
import { openSinkhole } from './sinkhole.js'

/** A sinkhole on plain loopback with everything it says, for tests. */
export interface TestSinkhole {
  readonly sinkhole: Sinkhole
  readonly seen: Observation[]
  readonly bodies: ReadonlyMap<string, Buffer>
  readonly canaries: readonly Canary[]
  readonly caPem: string
  /** Resolves with the n-th (from 0) observation of a kind, as soon as it is there. */
  sight(kind: string, n?: number): Promise<Observation>
  canary(id: string): string
}

const caps: SinkholeCaps = {
  connections: 64,
  dnsQueries: 500,
  requests: 200,
  bodyBytes: 1 << 20,
  totalBytes: 64 << 20,
  idleMs: 5_000,
}

export async function openTestSinkhole(
  over: { readonly caps?: Partial<SinkholeCaps>; readonly peer?: Flow['peer'] } = {},
): Promise<TestSinkhole> {
  const seen: Observation[] = []
  const bodies = new Map<string, Buffer>()
  const waiting = new Set<() => void>()
  const { canaries } = plantCanaries('test')
  const ca = await createAuthority()
  const sinkhole = await openSinkhole(
    {
      emit: (observation) => {
        seen.push(observation)
        for (const check of waiting) check()
      },
      keep: (bytes) => {
        const digest = sha256(bytes)
        bodies.set(digest, Buffer.from(bytes))
        return digest
      },
      trace: (end: FlowEnd): Flow => (over.peer ? { ...end, peer: over.peer } : end),
      now: Date.now,
      ca,
      canaries,
      answers: defaultAnswers(),
      caps: { ...caps, ...over.caps },
    },
    { tcpHost: '127.0.0.1', udpHosts: ['127.0.0.1'] },
  )
  return {
    sinkhole,
    seen,
    bodies,
    canaries,
    caPem: ca.pem,
    sight: (kind, n = 0) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = seen.filter((one) => one.kind === kind)[n]
          if (found === undefined) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      }),
    canary: (id) => canaries.find((one) => one.id === id)?.value ?? '',
  }
}
