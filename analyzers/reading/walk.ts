import type { ArtifactFile, Fact, OpenArtifact, Probe } from '@clawback/model'

import type { ReadContext } from '../context.js'
import { packageVersion } from '../versions.js'
import type { Outcomes } from './coverage.js'
import type { Engines } from './engines.js'
import type { Reader } from './kinds.js'

export type ReadingEngine = 'files' | 'bytes' | 'yara-x' | 'text' | 'manifests' | 'code'
export const engineNames: readonly ReadingEngine[] = ['files', 'bytes', 'yara-x', 'text', 'manifests', 'code']

/** What the passes over one artifact share. */
export interface Walk {
  readonly open: OpenArtifact
  readonly wanted: ReadonlySet<ReadingEngine>
  readonly probes: readonly Probe[]
  readonly engines: Engines
  readonly context: ReadContext
  readonly outcomes: Outcomes
}

/** A file with its bytes and how it is read, or why its bytes could not be had. */
export type Loaded =
  | { readonly file: ArtifactFile; readonly problem: string }
  | {
      readonly file: ArtifactFile
      readonly problem?: undefined
      readonly bytes: Uint8Array
      readonly type: string
      readonly reader: Reader
      /** Decoded text, where the bytes are text. */
      readonly text: string | undefined
    }

export type LoadedFile = Extract<Loaded, { readonly problem?: undefined }>

/** Version of our own engines: raised when the same bytes give other facts. */
export const ownVersion: string = packageVersion('@clawback/analyzers')

/** Lets an engine fail on one file without blinding anything else: the failure is a material gap. */
export function attempt(
  engine: ReadingEngine,
  path: string,
  { context, outcomes }: Walk,
  work: () => readonly Fact[],
): readonly Fact[] {
  try {
    return work()
  } catch (problem) {
    outcomes.failed(engine)
    const detail = problem instanceof Error ? `${problem.name}: ${problem.message.slice(0, 200)}` : 'unknown'
    return [context.gap('engine-failed', path, `${engine}: ${detail}`, true)]
  }
}
