/** One labelled text to learn from or to be tested on. */
export interface Row {
  readonly sha256: string
  readonly label: 'benign' | 'malicious'
  /** Where it comes from; what is held out together. */
  readonly source: string
  /** Near-duplicates share one. */
  readonly family: string
  /** The documents of a skill, or the one text. */
  readonly texts: readonly string[]
  /** What the packs say of it; undefined where they were not asked. */
  readonly packs: 'flagged' | 'quiet' | undefined
}
