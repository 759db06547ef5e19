import type { AddCommand } from './command.js'

/** `clawback eval`: a pack over recorded events. */
export const addEval: AddCommand = (parser, finish) =>
  void parser.command(
    'eval <events..>',
    'Apply packs to recorded events (NDJSON of clawback/1 records) and print the alerts',
    (options) =>
      options
        .positional('events', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'NDJSON files, - for standard input',
        })
        .option('pack', { type: 'string', array: true, default: [], describe: 'Packs (files)' })
        .option('key', {
          type: 'string',
          array: true,
          default: [],
          describe: 'Public keys they may be signed by',
        })
        .option('builtin', { type: 'boolean', default: false, describe: 'Use the built-in packs too' })
        .option('json', { type: 'boolean', default: false, describe: 'Alerts as NDJSON' })
        .option('fail-on', {
          choices: ['never', 'any', 'high'] as const,
          default: 'never' as const,
          describe: 'Exit 1 when there is such an alert',
        })
        .example('$0 eval trace.ndjson --builtin', 'what the shipped rules say of a trace'),
    async (given) => finish(await (await import('../work/eval.js')).evaluateFiles(given)),
  )
