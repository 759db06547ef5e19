import { availableParallelism } from 'node:os'
import type { Argv } from 'yargs'
import { brokerOptions } from './bulk/broker-option.js'
import type { AddCommand } from './command.js'

/** `clawback worker`: takes jobs of a bulk run that was begun elsewhere. */
export const addWorker: AddCommand = (parser, finish) =>
  void parser.command(
    'worker',
    'Take jobs of a bulk run over NATS; it joins and leaves as it likes',
    declareWorker,
    async (given) => finish(await (await import('../work/worker.js')).work(given)),
  )

const declareWorker = (options: Argv) =>
  options
    .option('nats', {
      type: 'string',
      demandOption: true,
      describe: 'NATS server, nats://host:port or tls://host:port; several of one cluster with commas',
    })
    .options(brokerOptions)
    .option('workers', { type: 'number', default: availableParallelism(), describe: 'Processes at a time' })
    .option('pack', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Further packs (files): the same as the run has',
    })
    .option('key', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Public keys that packs may be signed by',
    })
    .option('builtin', { type: 'boolean', default: true, describe: 'Use the built-in packs' })
    .option('once', { type: 'boolean', default: false, describe: 'Leave when the run has ended' })
    .option('grace', {
      type: 'number',
      default: 60,
      describe: 'Seconds to finish in after SIGTERM; then jobs are handed back',
    })
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
    .option('json', { type: 'boolean', default: false, describe: 'What it did as one JSON object' })
    .example('$0 worker --nats nats://127.0.0.1:4222', 'take jobs of whatever run there is, and of the next')
    .example(
      '$0 worker --nats tls://queue.example:4222 --nats-ca ca.pem --nats-auth worker.creds',
      'with TLS and credentials (docs/how-to/bulk-nats.md)',
    )
    .example('$0 worker --nats nats://127.0.0.1:4222 --once --workers 4', 'four at a time, one run')
