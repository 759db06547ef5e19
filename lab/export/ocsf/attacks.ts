import { techniquesOf } from '../techniques.js'
import type { OcsfObject } from './object.js'

/** Techniques that tags name as `attacks` of a finding; a sub-technique stands beside the technique it belongs to. */
export function attacksOf(tags: readonly string[]): OcsfObject {
  const attacks = techniquesOf(tags).map(({ id, parent, url }) =>
    parent === undefined
      ? { technique: { uid: id, src_url: url } }
      : { technique: { uid: parent }, sub_technique: { uid: id, src_url: url } },
  )
  return attacks.length === 0 ? {} : { attacks }
}
