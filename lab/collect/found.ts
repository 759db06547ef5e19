import type { IntakeLimits, IntakeOptions, PassedOver } from '@clawback/analyzers'
import { ClawbackError } from '@clawback/model'
import type { OpenArtifact } from '@clawback/model'
import type { CollectKind, Provenance } from './sample.js'

/** Where something is, before anything is said of it. */
export type Place = Omit<Provenance, 'collected'>

/** What a source gives, one at a time; an artifact is open until the next is asked for. */
export type Found =
  | { readonly type: 'artifact'; readonly open: OpenArtifact; readonly place: Place }
  | { readonly type: 'problem'; readonly place: Place; readonly code: string; readonly reason: string }

/** One thing to collect from, as it was given, and how. */
export interface CollectSource {
  readonly kind: CollectKind
  readonly locator: string
}

export interface CollectTerms {
  /** Folder for what is unpacked and fetched; must exist. */
  readonly workdir: string
  readonly limits: Partial<IntakeLimits>
  /** Commit, branch or tag of git repositories. */
  readonly at?: string
  /** Also what was there before that commit. */
  readonly history: boolean
  /** Versions of one place that are taken, newest first. */
  readonly most: number
  /** Folder of git repositories, named owner+name, that manifests are read from instead of the network. */
  readonly mirror?: string
  /** Says what is looked at, for a progress line. */
  readonly onStep?: (text: string) => void
  /** Told what of a folder is no part of an artifact, and so was not collected. */
  readonly onPassed?: (locator: string, passed: readonly PassedOver[]) => void
}

export function intakeOptions({ workdir, limits }: CollectTerms): IntakeOptions {
  return { workdir, limits }
}

/** What went wrong at a place as something found. What is wrong with the machine, or with us, is thrown on. */
export function problemAt(place: Place, error: unknown): Found {
  if (error instanceof ClawbackError && error.exitCode === 3)
    return { type: 'problem', place, code: error.code, reason: error.message.slice(0, 1_000) }
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === undefined || !['EACCES', 'EPERM', 'ENOENT', 'ELOOP', 'EIO', 'ENAMETOOLONG', 'ENOTDIR'].includes(code)) throw error // prettier-ignore
  return { type: 'problem', place, code: 'INPUT_UNSUPPORTED', reason: `it could not be read (${code})` }
}
