import type { Pack } from '@clawback/model'
import type { ServerStart } from '../collect/sample.js'
import type { Kept, KeptObservation } from '../store/kept.js'
import type { PlanName } from './plans.js'

/** What a worker has to do: look at a source, or judge again what was observed before. */
export type BulkJob =
  | { readonly type: 'examine'; readonly source: string; readonly locator: string; readonly sha256?: string }
  | { readonly type: 'judge'; readonly artifact: string }

/** What a worker is told before its first job. */
export interface Begin {
  readonly type: 'begin'
  readonly plan: PlanName
  readonly packs: readonly Pack[]
  /** Folder for what intake unpacks. */
  readonly workdir: string
  /** Milliseconds for reading one artifact. */
  readonly readBudgetMs: number
  /** Name of the cell samples run in; the default one when absent. */
  readonly cell?: string
  readonly allowDegraded: readonly 'no-nft'[]
  /** Digest of the self-test that the sandbox passed before this run. */
  readonly selfTest?: string
}

export type ToWorker =
  | Begin
  | ToExamine
  | ({ readonly type: 'judge' } & Pick<KeptObservation, 'frame' | 'facts' | 'events'>)
  /** Answer to `took`: artifacts that need no look, since the store has them as wanted. */
  | { readonly type: 'known'; readonly artifacts: readonly string[] }

export interface ToExamine {
  readonly type: 'examine'
  readonly locator: string
  readonly sha256?: string
  /** What the source is called where it came from, when its bytes were brought here. */
  readonly as?: string
  /** Its bytes, when they came packed (lab/bulk/remote/sample.ts); `locator` is where they may be laid out. */
  readonly packed?: Uint8Array
  /** How the servers in it are started, when that came with its bytes. */
  readonly starts?: readonly ServerStart[]
}

export type FromWorker =
  | { readonly type: 'ready' | 'beat' }
  /** What intake found, before anything is read. */
  | { readonly type: 'took'; readonly artifacts: readonly string[] }
  | Answer

/** How a job ended. `rss` is memory of the worker in bytes. */
export type Answer =
  | { readonly type: 'examined'; readonly looks: readonly Look[]; readonly rss: number }
  | { readonly type: 'judged'; readonly kept: Kept; readonly rss: number }
  | { readonly type: 'failed'; readonly code: string; readonly reason: string; readonly rss: number }

/** One artifact of a source; without `kept` the store has it already. */
export interface Look {
  readonly inside: string
  readonly artifact: string
  readonly kept?: Kept
  readonly observation?: KeptObservation
}
