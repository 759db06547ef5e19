import type { VerdictLabel } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { mainFile } from '../../formats/files.js'
import type { Examined } from '../examined.js'
import { techniquesOf } from '../techniques.js'
import { analysisOf } from './analysis.js'
import { objectId } from './ids.js'
import type { StixId } from './ids.js'
import { leadsOf } from './leads.js'
import type { StixObject } from './object.js'
import { timestamp } from './object.js'
import { fileObject, hostObject } from './observables.js'
import { attackPattern, producer } from './shared.js'

/** Verdicts that say something to look for elsewhere. */
export const told: readonly VerdictLabel[] = ['malicious', 'suspicious']

/** Everything a bundle holds of one artifact; what it points to comes first. */
export function objectsOf(examined: Examined, version: string): readonly StixObject[] {
  const { one, hosts } = examined
  const main = one.artifact.files.find(({ path }) => path === mainFile(one.artifact))
  const sample = main === undefined ? undefined : fileObject(main)
  const seen = hosts.flatMap((host) => hostObject(host) ?? [])
  const analysis = analysisOf(examined, version, sample?.id, [...new Set(seen.map(({ id }) => id))])
  const observed = [...(sample === undefined ? [] : [sample]), ...seen]
  return told.includes(one.verdict.label)
    ? [...observed, analysis, ...subjectOf(examined, sample?.id, analysis)]
    : [...observed, analysis]
}

/** The artifact itself, what it does, what to look for, and how these belong together. */
function subjectOf(
  examined: Examined,
  sample: StixId | undefined,
  analysis: StixObject,
): readonly StixObject[] {
  const { one } = examined
  const common = commonOf(examined)
  const malicious = one.verdict.label === 'malicious'
  const type = malicious ? 'malware' : 'tool'
  const subject: StixObject = {
    ...head(type, one.artifact.id),
    ...common,
    name: safeDisplay(one.artifact.name) || one.artifact.id,
    description: safeDisplay(
      `${one.artifact.kind}, ${one.verdict.label}: ${one.verdict.because.map(({ text }) => text).join('; ')}`,
    ),
    ...(malicious ? { is_family: false } : {}),
    ...(malicious && sample !== undefined ? { sample_refs: [sample] } : {}),
    external_references: [{ source_name: 'clawback', external_id: one.artifact.id }],
  }
  const link = (from: StixId, how: string, to: StixId): StixObject => ({
    ...head('relationship', from, how, to),
    ...common,
    relationship_type: how,
    source_ref: from,
    target_ref: to,
  })
  const analysed = one.verdict.basis === 'static' ? 'static-analysis-of' : 'characterizes'
  const techniques = techniquesOf(
    one.findings.flatMap(({ tags, suppressed }) => (suppressed === undefined ? tags : [])),
  ).map(attackPattern)
  const indicators = leadsOf(one).map(({ pattern, value, rules }): StixObject => ({
    ...head('indicator', one.artifact.id, pattern),
    ...common,
    name: safeDisplay(value),
    description: safeDisplay(`What ${rules.join(', ')} found in ${one.artifact.name} rests on it.`),
    indicator_types: [malicious ? 'malicious-activity' : 'anomalous-activity'],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: common.created,
  }))
  return [
    subject,
    // Only malware has a relationship of this name (STIX 2.1, 4.12); anything may be related.
    link(analysis.id, malicious ? analysed : 'related-to', subject.id),
    ...techniques,
    ...techniques.map(({ id }) => (malicious ? link(subject.id, 'uses', id) : link(id, 'uses', subject.id))),
    ...indicators,
    ...indicators.map(({ id }) => link(id, 'indicates', subject.id)),
  ]
}

function head(type: string, ...parts: readonly string[]): Pick<StixObject, 'type' | 'spec_version' | 'id'> {
  return { type, spec_version: '2.1', id: objectId(type, ...parts) }
}

interface Common {
  readonly created_by_ref: StixId
  readonly created: string
  readonly modified: string
  /** 0 to 100 (STIX 2.1, 3.2). */
  readonly confidence: number
}

function commonOf({ one, examined, first }: Examined): Common {
  return {
    created_by_ref: producer.id,
    created: timestamp(first),
    modified: timestamp(examined),
    confidence: Math.round(Math.min(100, Math.max(0, one.verdict.score))),
  }
}
