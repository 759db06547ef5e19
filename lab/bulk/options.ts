import type { Clock, Pack } from '@clawback/model'
import type { Broker } from './remote/broker.js'
import type { PlanName } from './plans.js'
import type { Source } from './source.js'
import type { BulkProgress } from './tally.js'

export interface BulkOptions {
  /** Folder of the store; made when it is not there. */
  readonly folder: string
  readonly sources: readonly Source[]
  readonly plan: PlanName
  readonly packs: readonly Pack[]
  readonly workers: number
  /** Hand the jobs to workers elsewhere ({@link runWorker}) instead of processes of this machine. */
  readonly broker?: Broker
  readonly clock: Clock
  /** What was asked for, as JSON: an unfinished run is gone on with when the same is asked again. */
  readonly request: string
  /** Look at everything again. */
  readonly fresh?: boolean
  /** Try again what failed before. */
  readonly retry?: boolean
  /** Bytes the store may have. */
  readonly maxStore?: number
  /** Sources looked at after which a worker gives way to a new process. Default 2,000. */
  readonly recycle?: number
  /** Bytes of memory after which it does. Default 1.5 GB. */
  readonly memoryBytes?: number
  /** Milliseconds for reading one artifact. Default 20,000. */
  readonly readBudgetMs?: number
  /** Milliseconds a worker may be silent. Default two minutes. */
  readonly silentMs?: number
  readonly cell?: string
  readonly allowDegraded?: readonly 'no-nft'[]
  readonly onStep?: (text: string) => void
  readonly onProgress?: (progress: BulkProgress) => void
}
