import { safeDisplay } from '@clawback/text'
import type { Examination } from '../../walk/examination.js'
import { fileUri, mainFile } from '../files.js'
import type { Survey } from '../survey.js'
import type { SarifObject } from './object.js'
import { sarifNotices } from './notices.js'
import { baseId, sarifResults } from './results.js'
import { sarifRules } from './rules.js'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/**
 * A SARIF 2.1.0 log with one run (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). It holds no time and no address of
 * this machine, so equal results are equal bytes.
 */
export function renderSarif(survey: Survey): string {
  const rules = sarifRules(
    survey.examinations.flatMap(({ findings }) => findings),
    survey.packs,
  )
  const ids = rules.map(({ id }) => String(id))
  const run: SarifObject = {
    tool: {
      driver: {
        name: 'clawback',
        version: survey.version,
        semanticVersion: survey.version,
        rules,
      },
      extensions: survey.packs.map(({ manifest, digest }) => ({
        name: manifest.name,
        version: manifest.version,
        semanticVersion: manifest.version,
        shortDescription: { text: safeDisplay(manifest.description) || manifest.name },
        properties: { digest },
      })),
    },
    invocations: [
      {
        executionSuccessful: survey.failures.length === 0,
        toolExecutionNotifications: sarifNotices(survey),
      },
    ],
    originalUriBaseIds: baseIds(survey),
    columnKind: 'utf16CodeUnits',
    results: sarifResults(survey, ids),
    properties: { assessments: survey.examinations.map(assessment) },
  }
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2)}\n`
}

/** What paths are relative to: by description only, for an address of this machine would be no use elsewhere. */
function baseIds(survey: Survey): SarifObject {
  const foreign = survey.examinations.flatMap(({ artifact }, index): [string, SarifObject][] =>
    fileUri(artifact, mainFile(artifact) ?? '', survey.base).within === 'base'
      ? []
      : [[baseId(index), { description: { text: safeDisplay(artifact.origin.locator) } }]],
  )
  const base = { description: { text: 'The folder in which clawback was started.' } }
  return { '%SRCROOT%': base, ...Object.fromEntries(foreign) }
}

function assessment({ artifact, verdict, profile }: Examination): SarifObject {
  const { label, score, basis, policy, because, suppressed = 0 } = verdict
  const { files, engines, since } = profile.coverage
  return {
    artifact: artifact.id,
    name: safeDisplay(artifact.name),
    kind: artifact.kind,
    verdict: {
      label,
      score,
      basis,
      policy,
      suppressed,
      because: because.map(({ text }) => safeDisplay(text)),
    },
    coverage: { files, engines, ...(since === undefined ? {} : { since }) },
  }
}
