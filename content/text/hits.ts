/** A planted value. */
export interface CanaryValue {
  readonly id: string
  readonly kind: string
  /** Where it was planted: `~/.aws/credentials` or `env:NAME`. */
  readonly source: string
  readonly value: string
}

/** A planted value that was found again. */
export interface CanaryHit {
  readonly canary: CanaryValue
  /** How it was hidden, outermost first: `raw`, `base64`, `hex>base64`, `xor`. */
  readonly encoding: string
  /** Only a piece of at least 12 characters was found. */
  readonly partial: boolean
  /** Byte offset in what was searched, for the outermost layer. */
  readonly offset: number
}
