import type { Gap } from '@clawback/model'

/** One member of an origin, before anything about it is believed. */
export type Entry =
  | FileEntry
  | LinkEntry
  | { readonly type: 'folder'; readonly path: string | Uint8Array }
  | { readonly type: 'gap'; readonly gap: Gap }

export interface FileEntry {
  readonly type: 'file'
  /** As the origin has it: text, or bytes where the origin has no encoding. */
  readonly path: string | Uint8Array
  readonly executable: boolean
  /** Bytes it takes up in a packed origin. */
  readonly packed?: number
  readonly content: () => AsyncIterable<Uint8Array>
}

export interface LinkEntry {
  readonly type: 'link'
  readonly path: string | Uint8Array
  readonly target: string
}

/** Reads an origin member by member; ends early without harm when the reader has enough. */
export type Source = AsyncIterable<Entry>
