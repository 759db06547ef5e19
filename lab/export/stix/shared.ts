import type { Technique } from '../techniques.js'
import { objectId } from './ids.js'
import type { StixObject } from './object.js'

/** When objects that are the same in every store were first made: a time of its own would make them differ. */
const always = '2026-01-01T00:00:00.000Z'

/** Who made all of it (STIX 2.1, 4.5). */
export const producer: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: objectId('identity', 'clawback'),
  created: always,
  modified: always,
  name: 'Clawback',
  description: 'An open toolkit that examines agent skills and MCP servers.',
  identity_class: 'system',
}

/** A technique that rules name (STIX 2.1, 4.1). Names and texts are MITRE's to give: only the id is ours to pass on. */
export function attackPattern({ source, id, url }: Technique): StixObject {
  return {
    type: 'attack-pattern',
    spec_version: '2.1',
    id: objectId('attack-pattern', source, id),
    created_by_ref: producer.id,
    created: always,
    modified: always,
    name: id,
    external_references: [{ source_name: source, external_id: id, url }],
  }
}
