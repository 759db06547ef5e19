/** One thing a bulk run takes in. */
export interface Source {
  /** `collection/path`: the same on every machine, so that stores can be compared. */
  readonly id: string
  readonly collection: string
  /** What intake is given. */
  readonly locator: string
  /** sha256 that a manifest claims for a source that is one file, hex. */
  readonly sha256?: string
  /** What a person or a data set says it is. */
  readonly label?: string
  /** Near-duplicates and variants of one origin share it. */
  readonly family?: string
  /** Who said so. */
  readonly labelled?: string
  /** Where it came from, as JSON (lab/collect/sample.ts, Provenance), when it was collected. */
  readonly provenance?: string
}

/** Whether a locator names something elsewhere, which has no bytes here to be compared. */
export function isRemote(locator: string): boolean {
  return /^(npm:|git\+|git:|ssh:|https?:)/.test(locator)
}
