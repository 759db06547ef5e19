/** Bounds of one intake. What passes one is a gap, or INPUT_TOO_LARGE when nothing could be taken. */
export interface IntakeLimits {
  /** Entries looked at, over all nested archives. */
  readonly entries: number
  /** Bytes stored, over all nested archives. */
  readonly totalBytes: number
  /** Bytes of one file. */
  readonly fileBytes: number
  /** Bytes of a packed archive, tarball or repository before unpacking. */
  readonly packedBytes: number
  /** Segments of a path. */
  readonly depth: number
  /** UTF-8 bytes of a path. */
  readonly pathBytes: number
  /** Unpacked bytes per packed byte; looked at only past the first mebibyte. */
  readonly ratio: number
  /** Archives within archives. 0 leaves archives inside an artifact unopened. */
  readonly archiveDepth: number
  /** Packages of a dependency tree. */
  readonly dependencies: number
  /** Milliseconds for one fetch (clone, tarball, dependency tree). */
  readonly fetchMs: number
}

const MiB = 1024 * 1024

export const defaultLimits: IntakeLimits = {
  entries: 20_000,
  totalBytes: 512 * MiB,
  fileBytes: 32 * MiB,
  packedBytes: 256 * MiB,
  depth: 32,
  pathBytes: 1024,
  ratio: 200,
  archiveDepth: 3,
  dependencies: 1500,
  fetchMs: 180_000,
}
