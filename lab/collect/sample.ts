import type { ArtifactKind, ArtifactLink, Gap } from '@clawback/model'

/** How something was asked for. */
export const collectKinds = [
  'folder',
  'archive',
  'git',
  'npm',
  'npm-search',
  'mcp-registry',
  'docker-catalog',
  'server-list',
  'clawhub',
  'manifest',
] as const
export type CollectKind = (typeof collectKinds)[number]

/** One file of a sample: its bytes are the blob of this sha256, hex. `executable` is what it was where it came from. */
export interface SampleFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly executable: boolean
}

/** What a list says a server is started with. Of what may be a secret nothing is kept but the name. */
export interface ServerStart {
  /** After the package. */
  readonly args: readonly string[]
  /** Name -> value, or `«env:NAME»` where none is known or it may be a secret. */
  readonly env: Readonly<Record<string, string>>
  /** Names of variables that it can do without, and is started without. */
  readonly optional?: readonly string[]
}

/** Where one copy of a sample was found, and what is said of it there. */
export interface Provenance {
  readonly kind: CollectKind
  /** What can be asked for again: as it was given, or the package or repository that a list named. */
  readonly locator: string
  /** What it belongs to, for people and statistics: a repository, a folder's name, `npm`. */
  readonly collection: string
  readonly repo?: string
  readonly commit?: string
  /** Time of the commit, RFC 3339. */
  readonly committed?: string
  /** Path within the folder, archive or repository. */
  readonly path?: string
  readonly version?: string
  /** What pins a package: its integrity. */
  readonly pin?: string
  /** RFC 3339. */
  readonly collected: string
  readonly licence?: string
  readonly label?: string
  readonly labelledBy?: string
  /** How the list it is from starts it. */
  readonly start?: ServerStart
}

/** A collected artifact. `id` is that of the artifact (content/model/artifact.ts): equal content, equal id. */
export interface Sample {
  readonly id: string
  readonly kind: ArtifactKind
  readonly name: string
  readonly version?: string
  readonly files: readonly SampleFile[]
  /** Notes of links: never made, never followed. */
  readonly links: readonly ArtifactLink[]
  /** What of it could not be taken. */
  readonly gaps: readonly Gap[]
  readonly copies: readonly Provenance[]
}

/** Something that could not be collected. `source` is what was given on the command line. */
export interface CollectProblem {
  readonly source: string
  readonly kind: CollectKind
  readonly locator: string
  readonly path?: string
  readonly commit?: string
  readonly code: string
  readonly reason: string
  /** How the list starts what was not fetched. */
  readonly start?: ServerStart
}

/** What makes two copies the same one: everything but when they were collected. */
export function copyKey(copy: Provenance): string {
  const { kind, locator, repo, commit, path, version, licence, label, labelledBy, start } = copy
  return JSON.stringify([kind, locator, repo, commit, path, version, licence, label, labelledBy, start])
}

export function problemKey({ kind, locator, path, commit, code, reason }: CollectProblem): string {
  return JSON.stringify([kind, locator, path, commit, code, reason])
}
