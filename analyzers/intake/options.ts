import type { Gap, OpenArtifact } from '@clawback/model'
import type { IntakeLimits } from './limits.js'

/** One step of an intake, for a progress line on stderr. */
export interface IntakeProgress {
  readonly phase: 'fetch' | 'unpack' | 'dependencies'
  readonly locator: string
  readonly detail: string
}

export interface IntakeOptions {
  /** Folder below which the private folder of this intake is made; must exist. */
  readonly workdir: string
  readonly limits?: Partial<IntakeLimits>
  /** Install the dependencies of npm packages, without running any script of theirs. */
  readonly fetchDependencies?: boolean
  /** Follow entries of an MCP client configuration to the package or path they start; `local` asks no registry. */
  readonly resolveLaunches?: boolean | 'local'
  /** Folder for fetched tarballs; npm's own cache when absent. */
  readonly cache?: string
  readonly onProgress?: (progress: IntakeProgress) => void
}

/** What a locator held. Everything below the private folder is gone after `close`. */
export interface Intake {
  readonly artifacts: readonly OpenArtifact[]
  /** Gaps of the origin as a whole; those of a part are also in its artifact. */
  readonly gaps: readonly Gap[]
  /** The client configuration whose servers the artifacts are, and the names of those that are switched off in it. */
  readonly client?: { readonly path: string; readonly off: readonly string[] }
  close(): Promise<void>
}
