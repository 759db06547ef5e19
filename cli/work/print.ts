import { safeDisplay } from '@clawback/text'
import type { Examination } from '@clawback/lab'
import { colourOf, paint } from '../terminal/paint.js'
import { table } from '../terminal/table.js'

/** The object `--json` prints for one artifact; `run` adds what the sandbox saw. */
export function assessmentJson(one: Examination, ran: boolean): Readonly<Record<string, unknown>> {
  const { artifact, verdict, profile, findings } = one
  const base = {
    artifact: {
      id: artifact.id,
      name: artifact.name,
      kind: artifact.kind,
      version: artifact.version,
      origin: artifact.origin,
    },
    findings,
    verdict: {
      label: verdict.label,
      score: verdict.score,
      basis: verdict.basis,
      because: verdict.because,
      policy: verdict.policy,
    },
    coverage: profile.coverage,
  }
  if (!ran) return base
  const events = one.traces.flatMap((trace) => trace.events)
  return {
    ...base,
    profile,
    runs: profile.runs,
    canaries: events.filter((event) => event.kind === 'canary.leak'),
    events,
  }
}

/** The second axis: whether the artifact says that it does this. */
const said = {
  none: '',
  said: ' (said openly)',
  unsaid: ' (not found in its name, description or documents)',
} as const

/** One artifact for a person: label, why, findings with their places, what was not looked at. */
export function printExamination(one: Examination): string {
  const { artifact, verdict, profile, findings } = one
  const lines = [
    `${paint(verdict.label, colourOf(verdict.label))}  ${paint(artifact.name, 'bold')}  ${paint(`${artifact.kind}, score ${verdict.score}, ${verdict.basis}`, 'dim')}`,
    ...[...new Set(verdict.because.map(({ text }) => text))].map((text) => `  because ${safeDisplay(text)}`),
    ...findings.flatMap((finding) => [
      `  ${paint(finding.level, colourOf(finding.level))} ${safeDisplay(finding.title)} ${paint(finding.rule, 'dim')}${said[finding.disclosure ?? 'none']}`,
      ...finding.evidence
        .slice(0, 3)
        .map(
          (evidence) =>
            `      ${paint(evidence.where, 'cyan')} ${safeDisplay(evidence.excerpt.slice(0, 140))}`,
        ),
    ]),
    ...profile.coverage.gaps
      .filter((gap) => gap.material)
      .slice(0, 5)
      .map(
        (gap) =>
          `  ${paint('not looked at', 'yellow')} ${safeDisplay(gap.path ?? '')} ${safeDisplay(gap.detail)}`,
      ),
  ]
  return lines.join('\n')
}

/** The closing table over several artifacts. */
export function printSummary(all: readonly Examination[]): string {
  return table(
    ['verdict', 'score', 'artifact', 'kind', 'runs', 'gaps', 'because'],
    all.map(({ artifact, verdict, profile }) => [
      { text: verdict.label, colour: colourOf(verdict.label) },
      String(verdict.score),
      artifact.name,
      artifact.kind,
      String(profile.runs.length),
      String(profile.coverage.gaps.length),
      [...new Set(verdict.because.map(({ text }) => text))].join(' '),
    ]),
  )
}
