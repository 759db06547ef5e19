/** A place that a verdict rests on. */
export interface Place {
  readonly rule: string
  readonly file: string
  readonly from: number
  readonly to: number
}

/** What the product said of one path. */
export interface Seen {
  readonly at: string
  readonly label: 'benign' | 'undetermined' | 'suspicious' | 'malicious'
  /** 0 to 100. */
  readonly score: number
  /** Rules whose matches count in the verdict. */
  readonly rules: readonly string[]
  readonly places: readonly Place[]
  /** Why part of it could not be looked at, when that decided. */
  readonly gaps: readonly string[]
}

export function isFlagged({ label }: Seen): boolean {
  return label === 'suspicious' || label === 'malicious'
}
