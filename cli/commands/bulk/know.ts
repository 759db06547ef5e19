import type { AddCommand } from '../command.js'
import { filterOptions } from './filters.js'
import { storeOption } from './store-option.js'

const json = { type: 'boolean', default: false } as const

/** `clawback bulk status`: how large and how sound a store is, and how its last run stands. */
export const addStatus: AddCommand = (group, finish) =>
  void group.command(
    'status',
    'Size and soundness of a store, and how its last run stands',
    (options) =>
      options
        .option('store', storeOption)
        .option('check', { type: 'boolean', default: true, describe: 'Check the file and what it holds' })
        .option('json', json)
        .example('$0 bulk status --store ./lab', 'exit 3 when something is wrong with it'),
    async (given) => finish(await (await import('../../work/bulk/status.js')).printStatus(given)),
  )

/** `clawback bulk diff`: what two runs, packs or dates see differently. */
export const addDiff: AddCommand = (group, finish) =>
  void group.command(
    'diff <before> <after>',
    'What is new, gone or judged otherwise between two stores, or two runs of one (STORE@RUN)',
    (options) =>
      options
        .positional('before', { type: 'string', demandOption: true, describe: 'STORE or STORE@RUN' })
        .positional('after', { type: 'string', demandOption: true, describe: 'STORE or STORE@RUN' })
        .option('json', { ...json, describe: 'One change a line (NDJSON)' })
        .example('$0 bulk diff ./january ./february', 'two dates of a corpus, by path')
        .example('$0 bulk diff ./lab@1 ./lab@2', 'what the packs of the second run see otherwise'),
    async (given) => finish(await (await import('../../work/bulk/diff.js')).printDiff(given)),
  )

/** `clawback bulk stats`: what the artifacts of a store have in common. */
export const addStats: AddCommand = (group, finish) =>
  void group.command(
    'stats',
    'How common capabilities, hosts and rules are, and what comes together',
    (options) =>
      options
        .option('store', storeOption)
        .option('top', { type: 'number', default: 20, describe: 'Lines of each list' })
        .option('json', json)
        .example('$0 bulk stats --store ./lab --top 50 --json', 'everything as one object'),
    async (given) => finish(await (await import('../../work/bulk/stats.js')).printStats(given)),
  )

/** `clawback bulk coverage`: what of a store was looked at. */
export const addCoverage: AddCommand = (group, finish) =>
  void group.command(
    'coverage',
    'What was read and run, how far runs got, and what could not be looked at',
    (options) =>
      options
        .option('store', storeOption)
        .option('json', json)
        .example('$0 bulk coverage --store ./lab', 'before anything is called clean'),
    async (given) => finish(await (await import('../../work/bulk/coverage.js')).printCoverage(given)),
  )

/** `clawback bulk eval`: how well the verdicts of a store fit labels. (`clawback eval` is for events.) */
export const addEvaluation: AddCommand = (group, finish) =>
  void group.command(
    'eval',
    'Precision and recall of the verdicts of a store against labels',
    (options) =>
      options
        .option('store', storeOption)
        .option('labels', {
          type: 'string',
          describe: 'Manifest with labels; those of the store when left out',
        })
        .option('positive', {
          type: 'string',
          array: true,
          default: ['malicious'],
          describe: 'Labels that ought to be flagged; the others ought not',
        })
        .option('ignore', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Labels that do not count',
        })
        .option('flag', {
          choices: ['malicious', 'suspicious'] as const,
          default: 'suspicious' as const,
          describe: 'The least verdict that flags',
        })
        .option('wrong', { type: 'number', default: 50, describe: 'Wrong verdicts that are listed' })
        .option('json', json)
        .example('$0 bulk eval --store ./lab', 'against the labels of the manifest it was run on')
        .example(
          '$0 bulk eval --store ./lab --labels labels.ndjson --flag malicious',
          'only malicious flags',
        ),
    async (given) => finish(await (await import('../../work/bulk/evaluate.js')).printEvaluation(given)),
  )

/** `clawback bulk sample`: what to read by hand. */
export const addSample: AddCommand = (group, finish) =>
  void group.command(
    'sample',
    'Draw some artifacts of each kind by lot, for reading by hand',
    (options) =>
      filterOptions(options)
        .option('store', storeOption)
        .option('by', {
          choices: ['verdict', 'kind', 'label', 'family', 'rule'] as const,
          default: 'verdict' as const,
          describe: 'What the strata are',
        })
        .option('per', { type: 'number', default: 5, describe: 'Artifacts of each stratum' })
        .option('seed', { type: 'string', default: '1', describe: 'The same seed draws the same ones' })
        .option('json', { ...json, describe: 'One artifact a line (NDJSON)' })
        .example('$0 bulk sample --store ./lab --by rule --per 3', 'three findings of every rule'),
    async (given) => finish(await (await import('../../work/bulk/query.js')).printSample(given)),
  )
