import { createHash } from 'node:crypto'
import type { Tools } from '../cells/bwrap/tools.js'
import type { Degraded, SinkholeCaps } from '../ports.js'
import { defaultAnswers } from '../watch/sinkhole/answers.js'
import { createAuthority } from '../watch/sinkhole/authority.js'
import { openSinkhole } from '../watch/sinkhole/sinkhole.js'
import type { Journal } from './journal.js'
import { redirectTo, sealNetwork, setOnline, traceFlow } from './network.js'
import type { RunNetwork } from './run.js'

const MiB = 1024 * 1024

/** Bounds of what one run may send. */
const caps: SinkholeCaps = {
  connections: 512,
  dnsQueries: 4096,
  requests: 1024,
  bodyBytes: MiB,
  totalBytes: 64 * MiB,
  idleMs: 10_000,
}

/** Seals the network of this worker and puts the sinkhole at the end of every route. */
export async function openNetwork(tools: Tools, degraded: readonly Degraded[] = []): Promise<RunNetwork> {
  await sealNetwork(tools)
  let journal: Journal | undefined
  let isOnline = true
  const answers = defaultAnswers()
  const sinkhole = await openSinkhole({
    emit: (observation) => journal?.recorder.emit(observation),
    keep: (bytes) => journal?.keep(bytes) ?? createHash('sha256').update(bytes).digest('hex'),
    trace: traceFlow,
    now: () => journal?.now() ?? Date.now(),
    ca: await createAuthority(),
    canaries: [],
    answers,
    caps,
  })
  if (!degraded.includes('no-nft')) await redirectTo(tools, sinkhole.tcpPort, sinkhole.udpPort)
  return {
    async begin(run, next, ca, plant, online) {
      if (online !== isOnline) await setOnline(tools, online)
      isOnline = online
      const { recorded } = run
      await sinkhole.reset({ run: run.run, ca, canaries: plant.canaries, answers, recorded })
      journal = next
    },
    async end() {
      await sinkhole.settle()
    },
  }
}
