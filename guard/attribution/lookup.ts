import type { Directory } from './directory.js'
import type { Piece } from './tie.js'
import type { Windows } from './window.js'

/** What is asked while resolving; whoever lends it may note what the answer rests on. */
export interface Lookup {
  of(thing: string): Iterable<Piece>
  windows(call: string): Windows
  readonly credential: (tokenDigest: string) => string
  readonly directory: Directory
}
