import { createHash } from 'node:crypto'
import { buildRecord } from '@clawback/model'
import type { EventRecord, FieldValue, TraceEvent } from '@clawback/model'
import type { Canary, Keep, Observation } from '../ports.js'
import { createDownloads } from './downloads.js'
import { createHiding } from './hiding.js'
import { createOrigins } from './origins.js'

/** What a recorder needs to know of the run. Versions are by engine. */
export interface RecorderOptions {
  readonly run: string
  readonly artifact: string
  readonly versions: Readonly<Record<string, string>>
  readonly canaries: readonly Canary[]
  /** Milliseconds since the epoch at which the run began. */
  readonly start: number
  /** Records at most; what comes after is counted and dropped. */
  readonly events: number
  readonly now: () => number
  readonly onRecord: (record: TraceEvent) => void
  /** Called once when the bound is reached. */
  readonly onFlood: () => void
}

/** Puts observations of all channels in one order and makes records of them. */
export interface Recorder {
  readonly emit: (observation: Observation) => void
  /** Releases what has waited long enough. */
  readonly pump: () => void
  /** Releases everything: nothing more will come. */
  readonly flush: () => void
  readonly events: readonly TraceEvent[]
  readonly dropped: () => number
  /** Connections without a process: more than one could have opened them, or the call that did was not seen. */
  readonly untold: () => number
}

/** Time given to the slower channel: the kernel trace passes through a pipe, the sinkhole does not. */
const settleMs = 60
/** A network observation waits this long for the connect call it belongs to. */
const connectMs = 3000

export function createRecorder(options: RecorderOptions): Recorder {
  const queue: Observation[] = []
  const events: TraceEvent[] = []
  const origins = createOrigins()
  const downloads = createDownloads()
  const hide = createHiding(options.canaries)
  const named = new Map<string, string>()
  let dropped = 0

  const release = (observation: Observation): void => {
    if (events.length >= options.events) {
      if (dropped === 0) options.onFlood()
      dropped += 1
      return
    }
    const origin = isConnect(observation) ? undefined : origins.find(observation.flow)
    const download = downloads.originOf(observation)
    const cause = named.get(observation.because ?? '') ?? origin?.id ?? download?.cause
    const record = buildRecord({
      kind: observation.kind,
      stage: 'run',
      time: new Date(observation.at).toISOString(),
      seq: events.length,
      'source.engine': observation.engine,
      'source.version': options.versions[observation.engine] ?? options.versions['clawback'] ?? '0',
      'source.channel': observation.channel,
      'source.trust': observation.trust,
      'subject.run': options.run,
      'subject.artifact': options.artifact,
      'run.monotonic_ms': Math.max(0, Math.round((observation.at - options.start) * 1000) / 1000),
      ...(cause === undefined ? {} : { cause }),
      ...attribution(origin),
      ...peerOf(observation, origin),
      ...hide(observation.fields),
      ...(download?.url === undefined ? {} : { 'url.full': download.url }),
    }) as TraceEvent
    events.push(record)
    if (observation.ref !== undefined) named.set(observation.ref, record.id)
    if (isConnect(observation)) origins.remember(observation.flow?.inode, record)
    downloads.remember(observation, record)
    options.onRecord(record)
  }

  const isWaiting = (observation: Observation): boolean =>
    observation.channel === 'network' && observation.flow !== undefined && !origins.knows(observation.flow)

  return {
    events,
    dropped: () => dropped,
    untold: origins.untold,
    emit(observation) {
      let at = queue.length
      while (at > 0 && (queue[at - 1]?.at ?? 0) > observation.at) at -= 1
      queue.splice(at, 0, observation)
    },
    pump() {
      const now = options.now()
      for (let head = queue[0]; head !== undefined; head = queue[0]) {
        if (head.at > now - (isWaiting(head) ? connectMs : settleMs)) return
        queue.shift()
        release(head)
      }
    },
    flush() {
      for (const observation of queue.splice(0)) release(observation)
    },
  }
}

function isConnect(observation: Observation): boolean {
  return observation.kind === 'net.connect' && observation.channel === 'kernel'
}

/** A record seen on a connection belongs to the process that opened it. */
const attributed = [
  'process.pid',
  'process.parent_pid',
  'process.executable.path',
  'process.executable.name',
  'run.exec_id',
  'run.parent_exec_id',
] as const

function attribution(origin: EventRecord | undefined): Readonly<Record<string, FieldValue | undefined>> {
  return origin === undefined ? {} : Object.fromEntries(attributed.map((name) => [name, origin[name]]))
}

function peerOf(
  { flow }: Observation,
  origin: EventRecord | undefined,
): Readonly<Record<string, FieldValue | undefined>> {
  if (flow === undefined) return {}
  return {
    'network.peer.address': flow.peer?.address ?? origin?.['network.peer.address'],
    'network.peer.port': flow.peer?.port ?? origin?.['network.peer.port'],
  }
}

/** Bytes kept beside a trace, up to a bound in all. */
export interface BodyStore {
  readonly keep: Keep
  /** sha256 -> base64. */
  readonly bodies: () => Readonly<Record<string, string>>
  readonly refused: () => number
}

export function createBodyStore(maximum: number): BodyStore {
  const kept = new Map<string, Buffer>()
  let size = 0
  let refused = 0
  return {
    keep(bytes) {
      const digest = createHash('sha256').update(bytes).digest('hex')
      if (kept.has(digest)) return digest
      if (size + bytes.byteLength > maximum) refused += 1
      else {
        kept.set(digest, Buffer.from(bytes))
        size += bytes.byteLength
      }
      return digest
    },
    bodies: () => Object.fromEntries([...kept].map(([digest, bytes]) => [digest, bytes.toString('base64')])),
    refused: () => refused,
  }
}
