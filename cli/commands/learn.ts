import type { AddCommand } from './command.js'

/** `clawback learn`: a baseline out of the profiles of `clawback run --json`. */
export const addLearn: AddCommand = (parser, finish) =>
  void parser.command(
    'learn [files..]',
    'Learn a baseline from the profiles that `run --json` printed, or that a store holds',
    (options) =>
      options
        .positional('files', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'NDJSON of `run --json`',
        })
        .option('store', {
          type: 'string',
          describe:
            'Corpus store in the place of files; the baseline says which artifacts it was learned from',
        })
        .option('cohort', {
          type: 'string',
          default: '*',
          describe: 'field=value that the baseline is for, or *',
        })
        .option('labels', { type: 'string', default: 'benign', describe: 'Verdict label to learn from' })
        .option('out', { type: 'string', describe: 'File to write; standard output when left out' })
        .example(
          '$0 run npm:@modelcontextprotocol/server-filesystem --json | $0 learn - --cohort mcp.server.name=filesystem',
          '',
        )
        .example('$0 learn --store ./lab --out pack/baselines/all.json', 'from what a store holds'),
    async (given) => finish(await (await import('../work/learn.js')).learn(given)),
  )
