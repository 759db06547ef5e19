import type { BehaviorProfile, CapabilityEvidence, Disclosure, EventRecord } from '@clawback/model'
import { subsumes } from './subsume.js'

/**
 * Whether an artifact says that it does what these records show: the second axis beside what it can do. Of the
 * capabilities that stand at the same places (by reading) or rest on the same events (by running), one that no name,
 * description or document covers makes it `unsaid`; undefined where no capability stands there, as for texts, which say
 * what they say.
 */
export function disclosureOf(
  evidence: readonly EventRecord[],
  profile: Pick<BehaviorProfile, 'capabilities'>,
  byId: ReadonlyMap<string, EventRecord>,
): Disclosure | undefined {
  const declared = profile.capabilities.filter(({ basis }) => basis === 'declared')
  const shown = profile.capabilities.filter(
    ({ basis, refs }) =>
      basis !== 'declared' && refs.some((ref) => evidence.some((record) => isAt(record, ref, byId.get(ref)))),
  )
  if (shown.length === 0) return undefined
  const isSaid = (one: CapabilityEvidence): boolean => declared.some((claim) => subsumes(claim, one))
  return shown.every(isSaid) ? 'said' : 'unsaid'
}

/** The same record, or code that stands on the same lines of the same file. */
function isAt(record: EventRecord, ref: string, other: EventRecord | undefined): boolean {
  if (record.id === ref) return true
  const [from, at] = [record['code.line.number'], other?.['code.line.number']]
  if (other === undefined || from === undefined || at === undefined) return false
  if (!record.kind.startsWith('code.') || !other.kind.startsWith('code.')) return false
  if (record['file.path'] !== other['file.path']) return false
  return at <= (record['code.line.end'] ?? from) && from <= (other['code.line.end'] ?? at)
}
