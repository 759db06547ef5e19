import { availableParallelism } from 'node:os'
import type { Argv } from 'yargs'
import type { AddCommand } from '../command.js'
import { brokerOptions } from './broker-option.js'
import { storeOption } from './store-option.js'

/** `clawback bulk run`: every artifact of a corpus. */
export const addRun: AddCommand = (group, finish) =>
  void group.command(
    'run [corpus..]',
    'Look at every artifact of a corpus and keep what is found; the same command again goes on',
    declareRun,
    async (given) => finish(await (await import('../../work/bulk/run.js')).runCorpus(given)),
  )

const declareRun = (options: Argv) =>
  options
    .positional('corpus', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Folders of skills and servers, manifests (.ndjson: path, label, sha256), archives, packages',
    })
    .option('store', storeOption)
    .option('plan', {
      choices: ['static', 'dynamic', 'full'] as const,
      default: 'static' as const,
      describe: 'Read only; run and read little; or read and run everything',
    })
    .option('workers', {
      type: 'number',
      default: availableParallelism(),
      describe: 'Processes at a time; with --nats there are none here, but those of `clawback worker`',
    })
    .option('nats', {
      type: 'string',
      describe: 'Hand the jobs to workers over this NATS server (nats://host:port, tls://host:port)',
    })
    .options(brokerOptions)
    .option('root', { type: 'string', describe: 'Folder that paths of a manifest start at; else its own' })
    .option('pack', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Further packs (files)',
    })
    .option('key', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Public keys that packs may be signed by',
    })
    .option('builtin', { type: 'boolean', default: true, describe: 'Use the built-in packs' })
    .option('resume', {
      type: 'boolean',
      default: false,
      describe: 'Do again what the last run was asked for',
    })
    .option('fresh', { type: 'boolean', default: false, describe: 'Look at everything again' })
    .option('retry', { type: 'boolean', default: false, describe: 'Try again what failed before' })
    .option('max-store', { type: 'number', describe: 'Megabytes the store may have; then it stops' })
    .option('timeout', { type: 'number', default: 20, describe: 'Seconds for reading one artifact' })
    .option('recycle', { type: 'number', default: 5000, describe: 'Jobs after which a process is replaced' })
    .option('cell', {
      choices: ['bwrap-strace', 'gvisor'] as const,
      describe: 'Which cell samples run in',
    })
    .option('allow-degraded', {
      choices: ['no-nft'] as const,
      array: true,
      default: [] as 'no-nft'[],
      describe: 'Run with less where the machine lacks it; stamped into every result',
    })
    .option('quiet', { type: 'boolean', default: false, describe: 'No progress on stderr' })
    .option('json', { type: 'boolean', default: false, describe: 'The summary as one JSON object' })
    .example('$0 bulk run ./skills --store ./lab', 'read every skill below a folder')
    .example(
      '$0 bulk run ./skills --store ./lab --pack new.pack',
      'judge again what was read, by newer rules',
    )
    .example('$0 bulk run --resume --store ./lab', 'go on with what was stopped or killed')
    .example(
      '$0 bulk run labels.ndjson --root ./corpora --store ./lab',
      'the samples of a manifest, with labels',
    )
    .example(
      '$0 bulk run ./skills --store ./lab --plan full --workers 4',
      'read and run them, four at a time',
    )
    .example(
      '$0 bulk run ./skills --store ./lab --nats nats://127.0.0.1:4222',
      'hand them to every `clawback worker` on that server',
    )
