/** A JSON object of a SARIF log. */
export interface SarifObject {
  readonly [name: string]: unknown
}
