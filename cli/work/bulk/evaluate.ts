import { evaluate, readLabelled, readManifest } from '@clawback/lab'
import type { Evaluation, LabelledCorpus, Share, Slice } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'
import { paint } from '../../terminal/paint.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

interface EvaluationArguments {
  readonly store: string
  readonly labels?: string | undefined
  readonly positive: readonly string[]
  readonly ignore: readonly string[]
  readonly flag: 'malicious' | 'suspicious'
  readonly wrong: number
  readonly json: boolean
}

/** Prints how well the verdicts of a store fit labels. */
export async function printEvaluation(given: EvaluationArguments): Promise<number> {
  const labels = given.labels === undefined ? undefined : await readManifest(given.labels)
  const corpus = await withStore(given.store, (ledger) => readLabelled(ledger, labels))
  const { positive, ignore, flag } = given
  const flags = flag === 'malicious' ? (['malicious'] as const) : (['malicious', 'suspicious'] as const)
  const result = evaluate(corpus.labelled, { positive, ignore, flags })
  const { disagreeing, unseen } = corpus
  process.stdout.write(
    given.json
      ? `${JSON.stringify({ ...result, disagreeing, unseen })}\n`
      : `${printed(result, corpus, given.wrong)}\n`,
  )
  return 0
}

function printed(result: Evaluation, { disagreeing, unseen }: LabelledCorpus, most: number): string {
  const { undetermined, wrong } = result
  return [
    `${result.labelled} labelled artifacts: ${result.positives} to be flagged, ${result.negatives} not`,
    `precision        ${percent(result.precision)}`,
    `recall           ${percent(result.recall)}`,
    `false positives  ${percent(result.falsePositives)}`,
    `undetermined     ${undetermined.positives} of those to be flagged, ${undetermined.negatives} of the others`,
    ...(unseen.length > 0
      ? [`${paint('not looked at', 'yellow')}    ${unseen.length} labelled sources have no artifact here`]
      : []),
    ...(disagreeing.length > 0
      ? [`left out         ${disagreeing.length} copies whose labels disagree`]
      : []),
    '',
    confusion(result.confusion),
    ...slices('by source of the label', result.sources),
    ...slices('by family', result.families.slice(0, 20)),
    ...(wrong.length === 0 ? [] : ['', paint('wrong', 'bold')]),
    ...wrong
      .slice(0, most)
      .map(
        (one) =>
          `${one.wrong.padEnd(11)} ${one.verdict.padEnd(12)} ${safeDisplay(one.label)}  ${safeDisplay(one.source)}  ${paint(one.rules.join(' '), 'dim')}`,
      ),
    ...(wrong.length > most ? [`and ${wrong.length - most} more (--wrong, --json)`] : []),
  ].join('\n')
}

function percent({ hits, of, value, low, high }: Share): string {
  if (value === undefined || low === undefined || high === undefined)
    return `nothing to count (${hits} of ${of})`
  return `${(value * 100).toFixed(1)} % (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}; ${hits} of ${of})`
}

function confusion(table_: Evaluation['confusion']): string {
  const verdicts = ['malicious', 'suspicious', 'undetermined', 'benign']
  return table(
    ['label', ...verdicts],
    Object.entries(table_).map(([label, row]) => [
      label,
      ...verdicts.map((verdict) => String(row[verdict] ?? 0)),
    ]),
  )
}

function slices(title: string, all: readonly Slice[]): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map(({ name, recall, falsePositives }) => [name, percent(recall), percent(falsePositives)])
  return ['', paint(title, 'bold'), table(['name', 'recall', 'false positives'], rows)]
}
