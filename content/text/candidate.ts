/** A stretch of a text that may be encoded, and how to undo it. */
export interface Candidate {
  readonly encoding: string
  readonly start: number
  readonly end: number
  readonly decode: () => Uint8Array | undefined
}
