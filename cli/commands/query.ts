import { filterOptions } from './bulk/filters.js'
import { storeOption } from './bulk/store-option.js'
import type { AddCommand } from './command.js'

/** `clawback query`: the artifacts of a store, one a row. */
export const addQuery: AddCommand = (parser, finish) =>
  void parser.command(
    'query',
    'Ask a corpus store: one row for each artifact',
    (options) =>
      filterOptions(options)
        .option('store', storeOption)
        .option('json', { type: 'boolean', default: false, describe: 'One artifact a line (NDJSON)' })
        .option('csv', { type: 'boolean', default: false, describe: 'CSV (RFC 4180)' })
        .example('$0 query --store ./lab --verdict malicious', 'what was found to be malicious')
        .example(
          '$0 query --store ./lab --capability process.exec:curl --host example.com --json',
          'both must hold',
        )
        .example(
          '$0 query --store ./lab --label benign --verdict malicious --csv',
          'where labels say otherwise',
        ),
    async (given) => finish(await (await import('../work/bulk/query.js')).printQuery(given)),
  )
