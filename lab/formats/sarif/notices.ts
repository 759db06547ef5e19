import { safeDisplay } from '@clawback/text'
import { fileUri } from '../files.js'
import type { Survey } from '../survey.js'
import type { SarifObject } from './object.js'
import { baseId } from './results.js'
import { messageText } from './text.js'

/** What was not looked at, could not be, or is no longer suppressed, as notifications (SARIF 2.1.0, 3.58). */
export function sarifNotices(survey: Survey): readonly SarifObject[] {
  const failures = survey.failures.map(({ locator, code, message, mend }): SarifObject => ({
    level: 'error',
    descriptor: { id: code },
    message: { text: messageText(`${locator} could not be examined: ${message} ${mend}`) },
  }))
  const gaps = survey.examinations.flatMap(({ artifact, profile }, index) =>
    profile.coverage.gaps
      .filter((gap) => gap.material)
      .map(({ reason, path, detail }): SarifObject => ({
        level: 'warning',
        descriptor: { id: `gap/${safeDisplay(reason)}` },
        message: { text: messageText(`${artifact.name}: not looked at: ${detail}`) },
        ...(path === undefined ? {} : { locations: [place(survey, index, path)] }),
      })),
  )
  const expired = survey.expired.map(({ rule, expires, source }): SarifObject => ({
    level: 'warning',
    descriptor: { id: 'suppression-expired' },
    message: { text: messageText(`${source}: the suppression of ${rule} expired on ${expires}.`) },
  }))
  return [...failures, ...gaps, ...expired, ...since(survey)]
}

function place(survey: Survey, index: number, path: string): SarifObject {
  const one = survey.examinations[index]
  if (one === undefined) return {}
  const { uri, within } = fileUri(one.artifact, path, survey.base)
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: within === 'base' ? '%SRCROOT%' : baseId(index) },
    },
  }
}

function since({ since: base }: Survey): readonly SarifObject[] {
  if (base === undefined) return []
  const text = `Only what changed since ${base.ref} (${base.commit}) was looked at; ${base.unchanged} unchanged artifacts were left out.`
  return [{ level: 'note', descriptor: { id: 'changed-since' }, message: { text: messageText(text) } }]
}
