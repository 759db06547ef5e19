import type { VerdictLabel } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import type { Examined } from '../examined.js'
import { objectId } from './ids.js'
import type { StixId } from './ids.js'
import { timestamp } from './object.js'
import type { StixObject } from './object.js'
import { producer } from './shared.js'

/** Our labels in the vocabulary `malware-result-ov` of STIX 2.1. */
const results: Readonly<Record<VerdictLabel, string>> = {
  malicious: 'malicious',
  suspicious: 'suspicious',
  benign: 'benign',
  undetermined: 'unknown',
}

/** One look at one artifact (STIX 2.1, 4.12): another look is another object. */
export function analysisOf(
  { one, examined }: Examined,
  version: string,
  sample: StixId | undefined,
  seen: readonly StixId[],
): StixObject {
  const time = timestamp(examined)
  return {
    type: 'malware-analysis',
    spec_version: '2.1',
    id: objectId('malware-analysis', one.artifact.id, time),
    created_by_ref: producer.id,
    created: time,
    modified: time,
    product: 'clawback',
    version,
    analysis_definition_version: safeDisplay(one.verdict.policy),
    analysis_ended: time,
    result: results[one.verdict.label],
    ...(sample === undefined ? {} : { sample_ref: sample }),
    ...(seen.length === 0 ? {} : { analysis_sco_refs: seen }),
    external_references: [
      {
        source_name: 'clawback',
        external_id: one.artifact.id,
        description: safeDisplay(`${one.artifact.kind} ${one.artifact.name}`),
      },
    ],
  }
}
