/** A technique of MITRE ATT&CK (https://attack.mitre.org) or ATLAS (https://atlas.mitre.org). */
export interface Technique {
  /** Name of the source as MITRE's own STIX data has it. */
  readonly source: 'mitre-attack' | 'mitre-atlas'
  /** `T1027.013`, `AML.T0051`. */
  readonly id: string
  /** The technique that a sub-technique belongs to. */
  readonly parent?: string
  readonly url: string
}

/** Techniques that tags of rules name (`attack.t1027.013`, `atlas.aml.t0051`), each once, in order of id. */
export function techniquesOf(tags: readonly string[]): readonly Technique[] {
  const found = tags.flatMap((tag) => techniqueOf(tag) ?? [])
  const byId = new Map(found.map((one) => [one.id, one]))
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function techniqueOf(tag: string): Technique | undefined {
  const [, catalogue, base = '', sub] = /^(attack\.|atlas\.aml\.)(t\d{4})(?:\.(\d{3}))?$/i.exec(tag) ?? []
  if (catalogue === undefined) return undefined
  const atlas = catalogue.toLowerCase() !== 'attack.'
  const parent = `${atlas ? 'AML.' : ''}${base.toUpperCase()}`
  const id = sub === undefined ? parent : `${parent}.${sub}`
  const path = atlas ? id : id.replace('.', '/')
  return {
    source: atlas ? 'mitre-atlas' : 'mitre-attack',
    id,
    ...(sub === undefined ? {} : { parent }),
    url: `https://${atlas ? 'atlas' : 'attack'}.mitre.org/techniques/${path}`,
  }
}
