import type { AddCommand } from '../command.js'
import { filterOptions } from './filters.js'
import { storeOption } from './store-option.js'

/** `clawback bulk grep`: a pattern in all that was read and seen. */
export const addGrep: AddCommand = (group, finish) =>
  void group.command(
    'grep <pattern>',
    'Search a regular expression in all that was read and seen, and count artifacts',
    (options) =>
      filterOptions(options)
        .positional('pattern', { type: 'string', demandOption: true, describe: 'As in JavaScript' })
        .option('store', storeOption)
        .option('record', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Kinds of records, `text.*` is all of text',
        })
        .option('ignore-case', { alias: 'i', type: 'boolean', default: false, describe: 'A is a' })
        .option('group', {
          type: 'boolean',
          default: false,
          describe: 'Count what was found (its first group) by artifacts',
        })
        .option('top', { type: 'number', default: 50, describe: 'Lines that are printed' })
        .option('json', { type: 'boolean', default: false, describe: 'One a line (NDJSON)' })
        .example(
          "$0 bulk grep 'curl[^|\\n]*\\|\\s*(?:ba)?sh' --store ./lab --record 'text.*' 'code.*'",
          'what is piped into a shell, with file and line',
        )
        .example("$0 bulk grep '\\b([A-Z_]+_API_KEY)\\b' --store ./lab --group", 'keys that are asked for'),
    async (given) => finish(await (await import('../../work/bulk/grep.js')).printGrep(given)),
  )
