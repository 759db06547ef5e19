import { safeDisplay } from '@clawback/text'
import type { Finding, ModelUse } from '@clawback/model'
import type { Examination, Survey } from '@clawback/lab'
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
      ...(verdict.suppressed === undefined ? {} : { suppressed: verdict.suppressed }),
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

/** One artifact for a person: label, why, findings with their places, what was not looked at. */
export function printExamination(one: Examination): string {
  const { artifact, verdict, profile, findings } = one
  const lines = [
    `${paint(verdict.label, colourOf(verdict.label))}  ${paint(artifact.name, 'bold')}  ${paint(`${artifact.kind}, score ${verdict.score}, ${verdict.basis}`, 'dim')}`,
    ...[...new Set(verdict.because.map(({ text }) => text))].map((text) => `  because ${safeDisplay(text)}`),
    ...findings.flatMap(printFinding),
    ...printSuppressed(verdict.suppressed),
    ...printSince(profile.coverage.since),
    ...one.traces.flatMap(({ outcome }) => printModel(outcome.model)),
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

/** A finding: what, by which rule, where, why, what would make it benign, what to do. */
/** The second axis: whether the artifact says that it does this. */
const openness = {
  none: '',
  said: ' (said openly)',
  unsaid: ' (not found in its name, description or documents)',
} as const

function printFinding(finding: Finding): readonly string[] {
  const { level, title, rule, pack, version, why, evidence, more = 0, falsePositives, fix } = finding
  const { suppressed, expired } = finding
  const hidden = evidence.length - placesShown + more
  const said = (name: string, text: string): string =>
    `      ${paint(name, 'dim')} ${safeDisplay(text.replace(/\s+/g, ' '))}`
  return [
    `  ${paint(suppressed === undefined ? level : 'suppressed', suppressed === undefined ? colourOf(level) : 'dim')} ${safeDisplay(title)} ${paint(`${rule} ${pack}@${version}`, 'dim')}${openness[finding.disclosure ?? 'none']}`,
    ...(suppressed === undefined ? [] : [said(`until ${suppressed.expires}:`, suppressed.reason)]),
    ...(expired === undefined
      ? []
      : [said(`its suppression expired on ${expired.expires} (${expired.source}):`, expired.reason)]),
    ...evidence
      .slice(0, placesShown)
      .map(({ where, excerpt }) => `      ${paint(where, 'cyan')} ${safeDisplay(excerpt.slice(0, 140))}`),
    ...(hidden > 0 ? [said(`and ${hidden} more places`, '')] : []),
    ...(suppressed === undefined && why !== title ? [said('why', why)] : []),
    ...(suppressed === undefined && falsePositives.length > 0
      ? [said('benign if', falsePositives.join('; '))]
      : []),
    ...(suppressed === undefined && fix !== undefined ? [said('to do', fix)] : []),
  ]
}

/** Places of a finding that a terminal has room for. */
const placesShown = 3

function printSuppressed(count: number | undefined): readonly string[] {
  if (count === undefined) return []
  return [
    `  ${paint(`${count} suppressed ${count === 1 ? 'match' : 'matches'} left out of the verdict`, 'yellow')}`,
  ]
}

function printModel(use: ModelUse | undefined): readonly string[] {
  if (use === undefined) return []
  const cost = use.costUsd === undefined ? '' : `, ${use.costUsd.toFixed(4)} US dollars`
  const ended = {
    done: '',
    budget: ', ended by its budget of tokens',
    turns: ', ended by its number of turns',
  }
  return [
    `  ${paint('model', 'dim')} ${safeDisplay(use.name)}: ${use.turns} turns, ${use.inputTokens} tokens in, ${use.outputTokens} out${cost}${ended[use.ended]}`,
  ]
}

function printSince(since: Examination['profile']['coverage']['since']): readonly string[] {
  if (since === undefined) return []
  const shown = since.changed.slice(0, 5).join(', ')
  const more = since.changed.length > 5 ? ` and ${since.changed.length - 5} more` : ''
  return [`  ${paint(`changed since ${since.ref}: ${shown}${more}`, 'dim')}`]
}

/** What is said once after all artifacts: the table, and what was not looked at because it had not changed. */
export function printClosing({ examinations, since }: Survey): string {
  const summary = examinations.length > 1 ? `\n${printSummary(examinations)}\n` : ''
  const left =
    since === undefined
      ? ''
      : `${paint(`${since.unchanged} artifacts unchanged since ${since.ref} were not looked at`, 'yellow')}\n`
  return summary + left
}

/** The closing table over several artifacts. */
function printSummary(all: readonly Examination[]): string {
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
