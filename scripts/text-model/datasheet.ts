import { showRate } from '../quality/rate.js'
import { countTable } from './report.js'
import type { Report } from './report.js'
import type { Labelled } from './manifest.js'

/** The datasheet that lies with the model; it is the README of its pack. */
export function renderDatasheet(
  { seed, measured, decision, agreement }: Report,
  rows: readonly Labelled[],
): string {
  return `${[
    '# text-model',
    '',
    `A small model that scores how much a document reads like hostile ones. **${decision.on ? 'On' : 'Off: it does not gain on sources it has not seen'}**`,
    '(docs/text-model.md has all figures). Made by `scripts/text-model/main.ts`; `metrics.json` and `training.csv` lie beside it.',
    '',
    '## Model',
    '',
    'Logistic regression over words and pairs of words, hashed into 65,536 buckets, one signed byte per bucket. Lower case; addresses,',
    'numbers and words over 24 letters are one token each. A document is scored as a whole, up to 200,000 characters. Trained by',
    `stochastic gradient descent with seed ${seed}; labels weigh the same, a source weighs as the root of its size. Rounding to bytes moves`,
    `no score of a row by more than ${agreement}.`,
    '',
    '## Data',
    '',
    'Skills and prompts of public collections, labelled by their publishers or by hand (datasets/labels). One row per distinct content.',
    '',
    ...countTable(rows),
    '',
    'Malicious and benign rows mostly come from different sources: that is the weakness of this set. `fixtures` are test cases of other',
    'scanners and hand-made skills; `skillfortify` is synthetic; `msb-SRC013` and `skill-inject` are benign skills with something planted.',
    '',
    'Licences: skills and prompts belong to their authors, under many licences and some under none. No text of theirs is here, only',
    'hashes; weights of buckets into which many n-grams fall do not give a text back. Whoever trains anew needs the right to',
    'use the data.',
    '',
    '## Use and limits',
    '',
    '- For: a hint in research, beside rules, with the n-grams shown. Not for: a verdict, blocking, or ranking authors.',
    `- On unseen sources it adds ${showRate(decision.added)} to what the packs find, at no more benign flags.`,
    `- A random split shows ${showRate(measured.random.recall)}. That figure is about sources and must not be quoted as recall.`,
    '- English above all; a few German prompts. Bags of words know no negation, no quotes, no order: a security text reads hostile.',
    '- A line in a long document hardly moves its score. Whoever knows the model can write around it.',
  ].join('\n')}\n`
}
