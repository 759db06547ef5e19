/** What reading one skill took and gave. */
export interface Seen {
  readonly path: string
  readonly files: number
  readonly bytes: number
  readonly records: number
  /** Milliseconds of intake, reading, matching and judging. */
  readonly ms: number
  /** Milliseconds of processor time of the same. */
  readonly cpu: number
  /** Milliseconds of reading the same bytes and taking their SHA-256, nothing else. */
  readonly plain: number
  /** Reasons of what was not looked at, material ones only. */
  readonly gaps: readonly string[]
  /** Bytes of memory of the process afterwards. */
  readonly rss: number
  /** Why it was not read at all. */
  readonly problem?: string
}
