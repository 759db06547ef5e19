/** A JSON object of OCSF (https://schema.ocsf.io). */
export type OcsfObject = Readonly<Record<string, unknown>>
