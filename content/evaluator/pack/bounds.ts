/** Hard bounds of a pack file: bytes of the file, bytes of one member, counts, and nesting of its JSON. */
export const packBounds: {
  readonly file: number
  readonly member: number
  readonly members: number
  readonly signatures: number
  readonly depth: number
} = { file: 64 * 1024 * 1024, member: 16 * 1024 * 1024, members: 10_000, signatures: 16, depth: 128 }
