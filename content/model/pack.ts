import type { Baseline } from './baseline.js'
import type { Probe } from './probe.js'
import type { Plan } from './plan.js'
import type { ResponsePolicy } from './response.js'
import type { VerdictPolicy } from './verdict.js'

/** What a member of a pack is. Unknown types are skipped, unless the manifest requires the capability that reads them. */
export type PackMemberType =
  | 'plan'
  | 'rule'
  | 'probe'
  | 'baseline'
  | 'effects'
  | 'mapping'
  | 'responses'
  | 'policy'
  | 'list'
  | 'cases'
  | 'changelog'
  | 'readme'

export interface PackMember {
  /** Relative path, `/`-separated; unique. */
  readonly path: string
  readonly type: PackMemberType | (string & {})
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

/** The signed part of a pack: everything else is listed in it by sha256. */
export interface PackManifest {
  readonly format: 'clawback-pack/1'
  readonly name: string
  /** Semantic version of the content. */
  readonly version: string
  readonly description: string
  readonly requires: {
    /** Evaluator range, `>=0.1.0`. */
    readonly evaluator: string
    /** Capabilities that some rule needs; a missing one disables that rule and says so. */
    readonly capabilities: readonly string[]
  }
  readonly members: readonly PackMember[]
  /** RFC 3339; after it the pack is refused unless the caller allows expired packs. */
  readonly expires?: string
}

/**
 * A pack file: a DSSE envelope (https://github.com/secure-systems-lab/dsse, v1.0.2) whose payload is the canonical
 * JSON of the manifest, and the members by sha256. The file itself is canonical JSON, so equal content is equal bytes.
 */
export interface PackFile {
  readonly format: 'clawback-pack-file/1'
  readonly envelope: {
    readonly payloadType: 'application/vnd.clawback.pack+json'
    /** base64 of the canonical manifest. */
    readonly payload: string
    readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
  }
  /** sha256 -> base64 of the member. */
  readonly blobs: Readonly<Record<string, string>>
}

/** What a key may do. `level` is the highest response level a pack signed by it may ask for (0 alerts only). */
export interface TrustedKey {
  /** sha256 of the raw public key, hex: the DSSE keyid. */
  readonly keyid: string
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string
  readonly level: 0 | 1 | 2 | 3 | 4 | 5 | 6
  readonly roles: readonly ('publisher' | 'root')[]
  readonly expires?: string
}

/** A pack after verification, with its members parsed. */
export interface Pack {
  readonly manifest: PackManifest
  /** sha256 of the pack file's manifest payload: the identity of the content. */
  readonly digest: string
  /** Key that vouches for it; absent when unsigned packs were allowed (they alert and never revoke). */
  readonly signer?: TrustedKey
  readonly plan: Plan
  readonly probes: readonly Probe[]
  readonly baselines: readonly Baseline[]
  readonly policies: readonly VerdictPolicy[]
  readonly responses: readonly ResponsePolicy[]
  readonly lists: Readonly<Record<string, readonly string[]>>
  /** Members that were not understood, by path, and rules that need what this evaluator has not (`rule:id`). */
  readonly skipped: readonly string[]
  /** Ids of rules and response policies whose response was lowered to the level the key may grant. */
  readonly limited?: readonly string[]
  /** Its bytes are those its program was built with, so what a build checks is not checked again. */
  readonly pinned?: true
}
