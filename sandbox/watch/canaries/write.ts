import type { Plant } from '../../ports.js'
import type { ValueKind } from './values.js'

export type File = Plant['files'][number]

/** Makes a file of the home; `secret` makes a value of a kind and notes that it lies in this file. */
export type Write = (
  path: string,
  write: (secret: (kind: ValueKind) => string) => string | Uint8Array,
  mode?: number,
) => File
