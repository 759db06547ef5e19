import { showRate } from '../quality/rate.js'
import type { Rate } from '../quality/rate.js'
import type { Cell } from './measure.js'
import { countTable } from './report.js'
import type { Report } from './report.js'
import type { Labelled } from './manifest.js'

/** What the model is worth, and why it is on or off. */
export function renderPage(report: Report, rows: readonly Labelled[]): string {
  const { measured, decision, alerts } = report
  const { random, heldOut, transfer, apart, cells } = measured
  return `${[
    '# The text model',
    '',
    'A small local model scores documents: logistic regression over hashed single words and pairs of words, trained by',
    '`scripts/text-model/main.ts`. It is a pack of its own, `content/packs/text-model`, with its datasheet, figures and training',
    'manifest. The engine gives a `text.match` with the score, the digest of the model and the n-grams that add most; it never',
    'judges. This page is made by that script; intervals are Wilson’s, 95 %.',
    '',
    `**The model is ${decision.on ? 'on' : 'off'}.** Without one benign flag more than the packs give, it finds ${showRate(decision.added)} of the malicious`,
    `skills that the packs miss, in ${decision.sources} of the unseen sources.${loudly(decision.loud)}`,
    '',
    'It may be on only if, on sources it has not seen, (a) it finds something the packs miss in at least two of them at no more benign',
    'flags, (b) the lower bound of what it so adds is above 1.5 %, and (c) of no benign source surely more than 3 % is flagged by a',
    'threshold set on the others at 1.5 %. These conditions were written down after a first look at the figures, by which the model was',
    'off already; settings of the training were not chosen by them. Windows within documents, which the engine can score too, and',
    'n-grams of letters were not measured.',
    '',
    '## What it was trained on',
    '',
    'Skills are scored by all their documents, the highest counts; prompts are single texts. Addresses, numbers and long words are',
    'one token each, and lines with the marks by which a set tells its own attacks are left out.',
    '',
    ...countTable(rows),
    '',
    '## A random split deceives',
    '',
    `Seven tenths of the rows to learn from, the rest to be tested on: ${showRate(random.recall)} found where 1.5 % of the`,
    `benign are flagged, area under the curve ${random.auc.toFixed(3)}. Each source lies on both sides, so this says how well sources are known again.`,
    '',
    '## Sources not seen',
    '',
    'Each malicious source was held out, label or not, with the near-duplicates of its rows; each benign skill was scored by a model',
    'that had seen neither its source nor the malicious one. The threshold flags 1.5 % of those benign skills. Added: of what the',
    'packs miss. At no cost: no benign skill is flagged that the packs leave alone. The packs were not asked about prompts.',
    '',
    '| malicious source | model finds | packs find | added | added at no cost |',
    '| --- | --- | --- | --- | --- |',
    ...heldOut.map(
      (one) =>
        `| ${one.malicious} | ${showRate(one.recall)} | ${show(one.packs)} | ${show(one.added)} | ${show(one.addedAtNoCost)} |`,
    ),
    '',
    '## One malicious and one benign source, neither seen',
    '',
    'Learned from all other sources. Share of the malicious source (row) found where 1.5 % of the benign one (column) is flagged, and',
    'in brackets the area under the curve (50 is chance). Where both are one source, content and not source is what tells them apart.',
    '',
    ...matrix(cells),
    '',
    '## Does the threshold hold on a benign source not seen?',
    '',
    '| benign source | flagged by a threshold set on the others |',
    '| --- | --- |',
    ...transfer.map(({ benign, flagged }) => `| ${benign} | ${showRate(flagged)} |`),
    '',
    `Of unlabelled wild skills the shipped model puts ${showRate(alerts)} above its threshold (${measured.threshold.toFixed(3)}); it was\ntrained on others of that source.`,
    '',
    '## How easily sources are told apart',
    '',
    'The same training, to tell one benign source from another, half of the families to learn from. 0.5 would be chance; with',
    'nothing hostile in either, all of it is source: subject, house style, language.',
    '',
    '| sources | area under the curve |',
    '| --- | --- |',
    ...apart.map(({ sources, auc }) => `| ${sources.join(' and ')} | ${auc.toFixed(3)} |`),
    '',
    '## Once more',
    '',
    '```sh',
    'npx tsx scripts/quality/main.ts DEV CORPORA UNLABELLED.csv.gz --wild 600 --seen SEEN --dry-run',
    `npx tsx scripts/text-model/main.ts --corpora DEV --seen SEEN --seed ${report.seed}`,
    '```',
    '',
    'The pack is built with the others and lies beside them, but is not in the index of built-in packs, so that a scan does not open',
    'it. `clawback scan PATH --pack cli/dist/packs/text-model-0.1.0.pack` adds it; its one rule is of level low, in shadow, and has no',
    'weight in any verdict.',
  ].join('\n')}\n`
}

function loudly(loud: readonly string[]): string {
  return loud.length === 0 ? '' : ` Its threshold does not hold on ${loud.join(', ')}.`
}

function show(rate: Rate | undefined): string {
  return rate === undefined ? '' : showRate(rate)
}

function matrix(cells: readonly Cell[]): string[] {
  const columns = [...new Set(cells.map(({ benign }) => benign))]
  const lines = [...new Set(cells.map(({ malicious }) => malicious))].map((malicious) => {
    const line = columns.map((benign) => {
      const cell = cells.find((one) => one.malicious === malicious && one.benign === benign)
      if (cell === undefined) return ''
      return `${((100 * cell.recall.count) / cell.recall.of).toFixed(0)} % (${(100 * cell.auc).toFixed(0)})`
    })
    return `| ${malicious} | ${line.join(' | ')} |`
  })
  return [`| | ${columns.join(' | ')} |`, `| --- |${' --- |'.repeat(columns.length)}`, ...lines]
}
