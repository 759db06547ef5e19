import type { Finding } from '@clawback/model'
import type { Examination } from '../../walk/examination.js'
import { isFailing } from '../survey.js'
import type { Survey } from '../survey.js'
import { cellText, codeSpan, markdownText } from './text.js'

/** What GitHub takes as a comment is 65,536 characters; the rest is said to be left out. */
const most = 60_000
const marks = { malicious: '🔴', suspicious: '🟠', undetermined: '⚪', benign: '🟢' } as const

/** Markdown for the comment of a pull request. Text of samples, packs and paths stands in code spans or is escaped. */
export function renderMarkdown(survey: Survey): string {
  const failing = survey.examinations.filter((one) => isFailing(survey, one)).length
  const head = [
    `## clawback: ${failing === 0 ? 'nothing' : failing} at or above the threshold`,
    '',
    ...survey.failures.map(
      ({ locator, message, mend }) =>
        `- ⚪ ${codeSpan(locator)} **could not be examined**: ${markdownText(message)} ${markdownText(mend)}`,
    ),
    ...since(survey),
    ...survey.expired.map(
      ({ rule, expires, source }) =>
        `- The suppression of ${codeSpan(rule)} at ${codeSpan(source)} **expired** on ${expires}.`,
    ),
    '',
    '| | artifact | verdict | score | findings | suppressed | not looked at |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ]
  const rows = survey.examinations.map(row)
  const parts = survey.examinations.map(section).filter((part) => part !== '')
  const packs = survey.packs.map(({ manifest }) => codeSpan(`${manifest.name}@${manifest.version}`))
  const foot = `\n${packs.join(', ')}, clawback ${survey.version}\n`
  return `${fit(head.join('\n'), '\n', rows, 'rows')}\n\n${fit('', '\n\n', parts, 'artifacts', most / 2)}\n${foot}`
}

/** As many whole items as there is room for, and how many there was none for. */
function fit(
  head: string,
  between: string,
  items: readonly string[],
  what: string,
  room = most / 2 - head.length,
): string {
  let left = room
  const kept = items.filter((item) => (left -= item.length + between.length) >= 0)
  const cut = items.length - kept.length
  const note = cut === 0 ? [] : [`\n_${cut} more ${what} are left out here for want of room._`]
  return [...(head === '' ? [] : [head]), ...kept, ...note].join(between)
}

function since({ since: base }: Survey): readonly string[] {
  if (base === undefined) return []
  return [
    `- Only what changed since ${codeSpan(base.ref)} (${codeSpan(base.commit.slice(0, 12))}) was looked at; ${base.unchanged} unchanged artifacts were left out.`,
  ]
}

function row({ artifact, verdict, findings, profile }: Examination): string {
  const open = findings.filter(({ suppressed }) => suppressed === undefined).length
  const gaps = profile.coverage.gaps.filter((gap) => gap.material).length
  const cells = [
    marks[verdict.label],
    cellText(artifact.name),
    verdict.label,
    verdict.score,
    open,
    verdict.suppressed ?? 0,
    gaps,
  ]
  return `| ${cells.join(' | ')} |`
}

/** Findings and gaps of one artifact; nothing when there are none. */
function section({ artifact, verdict, findings, profile }: Examination): string {
  const gaps = profile.coverage.gaps.filter((gap) => gap.material)
  if (findings.length + gaps.length === 0) return ''
  const because = [...new Set(verdict.because.map(({ text }) => text))].map((text) => markdownText(text))
  return [
    `### ${codeSpan(artifact.name)} ${verdict.label}`,
    '',
    ...(because.length === 0 ? [] : [because.join(' '), '']),
    ...findings.flatMap(findingLines),
    ...gaps
      .slice(0, 10)
      .map(({ path, detail }) => `- **not looked at** ${codeSpan(path ?? '')}: ${markdownText(detail)}`),
    ...(gaps.length > 10 ? [`- ${gaps.length - 10} more were not looked at`] : []),
  ].join('\n')
}

function findingLines(finding: Finding): readonly string[] {
  const { level, title, rule, why, falsePositives, fix, evidence, more, suppressed, expired } = finding
  const state = suppressed === undefined ? '' : ' _(suppressed)_'
  return [
    `- **${level}**${state} ${markdownText(title)} (${codeSpan(rule)}): ${markdownText(why)}`,
    ...(suppressed === undefined
      ? []
      : [`  - suppressed until ${suppressed.expires}: ${markdownText(suppressed.reason)}`]),
    ...(expired === undefined
      ? []
      : [`  - its suppression **expired** on ${expired.expires}: ${markdownText(expired.reason)}`]),
    ...evidence.slice(0, 3).map(({ where, excerpt }) => `  - ${codeSpan(where)} ${codeSpan(excerpt)}`),
    ...(evidence.length > 3 || more !== undefined
      ? [`  - and ${Math.max(0, evidence.length - 3) + (more ?? 0)} more places`]
      : []),
    ...(falsePositives.length === 0
      ? []
      : [`  - would be benign if: ${falsePositives.map((one) => markdownText(one)).join('; ')}`]),
    ...(fix === undefined ? [] : [`  - what to do: ${markdownText(fix)}`]),
  ]
}
