import { sha256 } from '@clawback/model'
import type { Finding, RuleLevel, VerdictLabel } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import type { Examined } from '../examined.js'
import { attacksOf } from './attacks.js'
import { evidencesOf } from './evidences.js'
import type { OcsfObject } from './object.js'

/** The version of the schema that is written (https://schema.ocsf.io/1.8.0/classes/detection_finding). */
const schemaVersion = '1.8.0'

const findings = { category_uid: 2, category_name: 'Findings' } as const
const detection = { class_uid: 2004, class_name: 'Detection Finding' } as const
const create = { activity_id: 1, activity_name: 'Create' } as const

const severities: Readonly<Record<RuleLevel, readonly [number, string]>> = {
  informational: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
}

/** One finding of one artifact as a Detection Finding. The same finding has the same uid in every export. */
export function detectionFinding(examined: Examined, finding: Finding, version: string): OcsfObject {
  const { artifact, verdict } = examined.one
  const [severity_id, severity] = severities[finding.level]
  const product = { name: 'Clawback', vendor_name: 'Clawback', version }
  const time = Date.parse(examined.examined)
  const uid = sha256(JSON.stringify([artifact.id, finding.pack, finding.rule]))
  return {
    ...create,
    ...findings,
    ...detection,
    type_uid: detection.class_uid * 100 + create.activity_id,
    type_name: `${detection.class_name}: ${create.activity_name}`,
    time,
    severity_id,
    severity,
    ...statusOf(finding),
    is_alert: finding.suppressed === undefined && alerting.includes(verdict.label),
    message: safeDisplay(`${finding.title}: ${artifact.name}`),
    metadata: { version: schemaVersion, product, uid: `${uid}.${time}` },
    finding_info: {
      uid,
      title: safeDisplay(finding.title) || finding.rule,
      desc: safeDisplay(finding.why),
      created_time: Date.parse(examined.first),
      modified_time: time,
      first_seen_time: Date.parse(examined.first),
      last_seen_time: time,
      types: [finding.type],
      analytic: {
        type_id: 1,
        type: 'Rule',
        uid: `${finding.pack}/${finding.rule}`,
        name: finding.rule,
        version: finding.version,
      },
      ...attacksOf(finding.tags),
    },
    resources: [
      {
        uid: artifact.id,
        name: safeDisplay(artifact.name),
        type: artifact.kind,
        data: { verdict: verdict.label, score: verdict.score, basis: verdict.basis, policy: verdict.policy },
      },
    ],
    ...evidencesOf(finding, artifact),
    ...(finding.fix === undefined ? {} : { remediation: { desc: safeDisplay(finding.fix) } }),
    unmapped: {
      tags: finding.tags.map((tag) => safeDisplay(tag)),
      false_positives: finding.falsePositives.map((text) => safeDisplay(text)),
      ...(finding.more === undefined ? {} : { further_places: finding.more }),
    },
  }
}

const alerting: readonly VerdictLabel[] = ['malicious', 'suspicious']

/** A suppressed finding stays, as what somebody decided about (status 3), with the reason. */
function statusOf({ suppressed }: Finding): OcsfObject {
  if (suppressed === undefined) return { status_id: 1, status: 'New' }
  return { status_id: 3, status: 'Suppressed', status_detail: safeDisplay(suppressed.reason) }
}
