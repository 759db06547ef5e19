import { createHash } from 'node:crypto'
import { canonicalJson } from '@clawback/model'
import { isServerStart } from '../../collect/is-start.js'
import type { ServerStart } from '../../collect/sample.js'
import type { Codec } from '../../queue/nats/envelope.js'
import { isEnclosed, nameOf } from './enclosed.js'
import type { Enclosed } from './enclosed.js'
import { decodePacket, encodePacket } from './packet.js'
import { isArtifactId, isHex, isList, isText, membersOf } from './shape.js'

/** What a worker elsewhere has to do. `sample` is a blob of {@link packSample}, or what was observed of an artifact. */
export type Task =
  | {
      readonly type: 'examine'
      /** What the source is called where it lies; what is to be fetched when there is no sample. */
      readonly locator: string
      /** Last part of its path. */
      readonly name: string
      readonly sha256?: string
      readonly sample?: Enclosed
      /** How the lists it was collected from start its servers. */
      readonly starts?: readonly ServerStart[]
    }
  | { readonly type: 'judge'; readonly artifact: string; readonly sample: Enclosed }

/** One job as it is lent over the network. */
export interface Order {
  /** Id of the job in its run. */
  readonly job: string
  /** Coordinator that ordered it, and in which round. */
  readonly epoch: string
  /** Digest of the terms and the task: a result is of what was asked, or it is none. */
  readonly work: string
  readonly task: Task
}

/** UTF-16 units an id of a job may have: a path, and what is before it. */
export const longestId = 8_192

/** Of a sample only its name is part of it, wherever its bytes are. */
export function nameWork(terms: string, task: Task): string {
  const named = task.sample === undefined ? task : { ...task, sample: nameOf(task.sample) }
  return createHash('sha256')
    .update(canonicalJson({ terms, task: named }))
    .digest('hex')
}

/** Bytes of an order but for what is enclosed. */
const longestOrder = 65_536

/** Orders as bytes. Who reads one does not trust who wrote it. */
export const orderCodec: Codec<Order> = {
  encode: encodePacket,
  decode(bytes) {
    const order = membersOf(decodePacket(bytes, longestOrder))
    const task = taskOf(order?.['task'])
    const { job, epoch, work } = order ?? {}
    return task === undefined || !isText(job, longestId) || !isText(epoch, 64) || !isHex(work)
      ? undefined
      : { job, epoch, work, task }
  },
}

function taskOf(value: unknown): Task | undefined {
  const task = membersOf(value)
  const { type, locator, name, sha256, sample, artifact, starts } = task ?? {}
  if (sample !== undefined && !isEnclosed(sample)) return undefined
  if (type === 'judge')
    return isArtifactId(artifact) && sample !== undefined ? { type, artifact, sample } : undefined
  if (type !== 'examine' || !isText(locator, longestId) || !isText(name, 1_024)) return undefined
  if (sha256 !== undefined && !isText(sha256, 100)) return undefined
  if (starts !== undefined && !isList(starts, 4, isServerStart)) return undefined
  // Without bytes only what is fetched over a network: no order makes a worker read its own disk.
  if (sample === undefined && !isFetched(locator)) return undefined
  return {
    ...{ type, locator, name },
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(sample === undefined ? {} : { sample }),
    ...(starts === undefined ? {} : { starts }),
  }
}

/** A package by name and range, or an address of a git host. */
function isFetched(locator: string): boolean {
  return (
    /^npm:(@[\w.~-]+\/)?[\w.~-]+(@[\w.^~<>=|*+ -]+)?$/.test(locator) ||
    /^(git\+https|git\+ssh|git|ssh|https):\/\/[^\s]+$/.test(locator)
  )
}
