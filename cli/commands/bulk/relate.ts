import type { AddCommand } from '../command.js'
import { storeOption } from './store-option.js'

/** `clawback bulk families`: which artifacts of a store belong together. */
export const addFamilies: AddCommand = (group, finish) =>
  void group.command(
    'families',
    'Near-duplicates, and unlike artifacts that share uncommon hosts, addresses or wallets',
    (options) =>
      options
        .option('store', storeOption)
        .option('least', { type: 'number', default: 2, describe: 'Members a family has at least' })
        .option('top', { type: 'number', default: 20, describe: 'Families and campaigns that are printed' })
        .option('json', { type: 'boolean', default: false, describe: 'Everything as one JSON object' })
        .example('$0 bulk families --store ./lab', 'with why they are one, and what they carry')
        .example('$0 bulk families --store ./lab --least 5 --json', 'families and campaigns of five or more'),
    async (given) => finish(await (await import('../../work/bulk/families.js')).printFamilies(given)),
  )

/** `clawback bulk drift`: places whose content changed, and what that added. */
export const addDrift: AddCommand = (group, finish) =>
  void group.command(
    'drift',
    'Places that hold other content than before: what it can do now that it could not, the worst turn first',
    (options) =>
      options
        .option('store', storeOption)
        .option('between', {
          type: 'number',
          array: true,
          nargs: 2,
          describe: 'Two runs; else from the first content of each place to the one it has now',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One change a line (NDJSON)' })
        .example('$0 bulk drift --store ./lab', 'what was exchanged since it was first seen')
        .example('$0 bulk drift --store ./lab --between 1 2 --json', 'between two runs'),
    async (given) => finish(await (await import('../../work/bulk/drift.js')).printDrift(given)),
  )
