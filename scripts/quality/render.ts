import { developed, notes, peers, setNotes, withSandbox } from './notes.js'
import { showRate } from './rate.js'
import type { Reasons } from './reasons.js'
import type { Measured } from './measure.js'
import type { Figure, Judged } from './sets.js'

/** The page with all figures and every item that was judged wrongly. */
export function renderPage(measured: Measured, reasons: Reasons): string {
  const { figures, flaggedAnywhere, atFixedRate, alerts } = measured
  return [
    '# Quality of reading',
    '',
    notes,
    '',
    '| set | counts | items | families | malicious |',
    '| --- | --- | --- | --- | --- |',
    ...figures.map(
      (one) =>
        `| ${one.name} | ${one.counts} | ${showRate(one.items)} | ${showRate(one.families)} | ${showRate(one.malicious)} |`,
    ),
    '',
    `Injected lines flagged for any place at all: ${showRate(flaggedAnywhere)}.`,
    '',
    '## At a fixed rate of false positives',
    '',
    'The threshold is the lowest score that flags at most 1.5 % of the benign skills.',
    '',
    '| set | score from | found |',
    '| --- | --- | --- |',
    ...atFixedRate.map(({ name, threshold, found }) => `| ${name} | ${threshold} | ${showRate(found)} |`),
    '',
    ...(alerts.length === 0
      ? []
      : [
          '## Alerts on unlabelled wild skills',
          '',
          '| verdict | skills | per 1,000 |',
          '| --- | --- | --- |',
          ...alerts.map(
            ({ label, rate, perThousand }) => `| ${label} | ${showRate(rate)} | ${perThousand.toFixed(1)} |`,
          ),
          '',
        ]),
    withSandbox,
    '',
    peers,
    '',
    developed,
    '',
    '## Every item judged wrongly',
    '',
    ...figures.filter(isListed).flatMap((one) => wrongItems(one, reasons)),
  ].join('\n')
}

/** Subsets of a set that is listed already are not listed again. */
function isListed({ name, wrong }: Figure): boolean {
  const parts = /campaign|^benign skills, (?!all)|^clean twins/
  return wrong.length > 0 && !parts.test(name)
}

function wrongItems({ name, counts, wrong }: Figure, reasons: Reasons): string[] {
  return [
    `### ${name}: ${counts === 'found' ? 'missed' : 'flagged'} ${wrong.length}`,
    '',
    ...(setNotes[name] === undefined ? [] : [setNotes[name], '']),
    ...wrong.map((one) => `- ${describe(one, reasons)}`),
    '',
  ]
}

function describe({ sample, seen }: Judged, reasons: Reasons): string {
  const rules = seen.rules.length === 0 ? seen.gaps.join(', ') || 'no rule' : seen.rules.join(', ')
  const why = reasons.get(sample.sha256) ?? ''
  return `\`${sample.sha256.slice(0, 12)}\` ${sample.corpus} \`${sample.path}\`: ${seen.label} ${seen.score} (${rules})${why === '' ? '' : `. ${why}`}`
}

/** The same figures for programs. */
export function renderJson(measured: Measured): string {
  const figures = measured.figures.map(({ wrong, ...rest }) => ({
    ...rest,
    wrong: wrong.map(({ sample, seen }) => ({
      sha256: sample.sha256,
      label: seen.label,
      score: seen.score,
      rules: seen.rules,
    })),
  }))
  return `${JSON.stringify({ ...measured, figures }, undefined, 1)}\n`
}
