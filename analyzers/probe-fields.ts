import type { FactFields } from './context.js'

/** Fields that a probe's hit carries. */
export function probeFields(
  probe: { readonly id: string; readonly pack: string; readonly tags: readonly string[] } | undefined,
): FactFields {
  return probe === undefined
    ? {}
    : { 'probe.id': probe.id, 'probe.pack': probe.pack, 'probe.tags': probe.tags }
}
