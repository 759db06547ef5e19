import type { Evidence, Finding, Suppression } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import type { Examination } from '../../walk/examination.js'
import { fileUri, mainFile } from '../files.js'
import { createCounter, placeKey } from '../fingerprints.js'
import { runOf } from '../runs.js'
import type { Survey } from '../survey.js'
import type { SarifObject } from './object.js'
import { ruleIdOf, sarifLevels } from './rules.js'
import { messageText } from './text.js'

/** One result per finding and place, suppressed ones among them (SARIF 2.1.0, 3.27). */
export function sarifResults(survey: Survey, ruleIds: readonly string[]): readonly SarifObject[] {
  const count = createCounter()
  return survey.examinations.flatMap((one, index) =>
    one.findings.flatMap((finding) =>
      finding.evidence.map((evidence): SarifObject => {
        const ruleId = ruleIdOf(finding)
        const key = placeKey(one, finding, evidence)
        return {
          ruleId,
          ruleIndex: ruleIds.indexOf(ruleId),
          kind: 'fail',
          level: sarifLevels[finding.level],
          message: { text: messageText(sentence(finding, evidence)) },
          locations: [locate(survey, one, index, evidence)],
          fingerprints: { 'clawback/v1': count(key) },
          partialFingerprints: { 'clawbackPlace/v1': key },
          suppressions: finding.suppressed === undefined ? [] : [sarifSuppression(finding.suppressed)],
          properties: {
            artifact: one.artifact.id,
            artifactName: safeDisplay(one.artifact.name),
            verdict: one.verdict.label,
            pack: `${finding.pack}@${finding.version}`,
            record: evidence.record,
            kind: evidence.kind,
            ...(finding.more === undefined ? {} : { furtherPlaces: finding.more }),
            ...(finding.expired === undefined ? {} : { expiredSuppression: finding.expired.source }),
          },
        }
      }),
    ),
  )
}

function sentence(finding: Finding, { excerpt }: Evidence): string {
  const seen = excerpt === '' ? '' : ` Seen: ${excerpt}`
  return `${finding.title}. ${finding.why}${seen}`
}

/**
 * Where a result is. An event of a run has no place in a file of its own: it stands at the file that was run, or that
 * stands for the artifact, and says its run and number as a logical location.
 */
function locate(survey: Survey, one: Examination, index: number, evidence: Evidence): SarifObject {
  const { region } = evidence
  if (region !== undefined)
    return { physicalLocation: physical(survey, one, index, region.path, regionOf(region)) }
  const run = runOf(one, evidence)
  const file = mainFile(one.artifact, run?.entry.name)
  const logical = {
    name: evidence.where,
    fullyQualifiedName: `${safeDisplay(one.artifact.name)}/${safeDisplay(run?.entry.name ?? '')}/${evidence.where}`,
    kind: 'event',
  }
  return {
    ...(file === undefined ? {} : { physicalLocation: physical(survey, one, index, file) }),
    logicalLocations: [logical],
  }
}

function regionOf(region: NonNullable<Evidence['region']>): SarifObject | undefined {
  const { line, column, lineEnd } = region
  if (line === undefined) return undefined
  return {
    startLine: line,
    ...(column === undefined ? {} : { startColumn: column }),
    ...(lineEnd === undefined || lineEnd < line ? {} : { endLine: lineEnd }),
  }
}

function physical(
  survey: Survey,
  one: Examination,
  index: number,
  path: string,
  region?: SarifObject,
): SarifObject {
  const { uri, within } = fileUri(one.artifact, path, survey.base)
  return {
    artifactLocation: { uri, uriBaseId: within === 'base' ? '%SRCROOT%' : baseId(index) },
    ...(region === undefined ? {} : { region }),
  }
}

/** Name of the place that the paths of an artifact from elsewhere are relative to. */
export function baseId(index: number): string {
  return `ARTIFACT${index + 1}`
}

function sarifSuppression({ reason, expires, source }: Suppression): SarifObject {
  return {
    kind: 'external',
    status: 'accepted',
    justification: safeDisplay(reason),
    properties: { expires, source: safeDisplay(source) },
  }
}
