import type { AddCommand } from '../command.js'
import { filterOptions } from './filters.js'
import { storeOption } from './store-option.js'

/** `clawback bulk servers`: what the MCP servers of a store answered. */
export const addServers: AddCommand = (group, finish) =>
  void group.command(
    'servers',
    'How many MCP servers listed their tools and answered a call, their tools, what took long, and who was silent',
    (options) =>
      filterOptions(options)
        .option('store', storeOption)
        .option('top', { type: 'number', default: 10, describe: 'Slowest servers that are printed' })
        .option('json', { type: 'boolean', default: false, describe: 'Everything as one JSON object' })
        .example('$0 bulk servers --store ./lab', 'after `bulk run --plan full`, which plays with them')
        .example("$0 bulk servers --store ./lab --name '@acme/*' --json", 'only those of that name'),
    async (given) => finish(await (await import('../../work/bulk/servers.js')).printServers(given)),
  )

/** `clawback bulk flows`: what the tools of several servers can be made to do together. */
export const addFlows: AddCommand = (group, finish) =>
  void group.command(
    'flows',
    'Sets of MCP servers whose tools together read private data, take in texts of others and send data out',
    (options) =>
      filterOptions(options)
        .option('store', storeOption)
        .option('pack', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Further packs (files): they say what a flow is',
        })
        .option('key', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Public keys that packs may be signed by',
        })
        .option('builtin', { type: 'boolean', default: true, describe: 'Use the built-in packs' })
        .option('top', { type: 'number', default: 20, describe: 'Sets of servers that are told' })
        .option('json', { type: 'boolean', default: false, describe: 'Everything as one JSON object' })
        .example('$0 bulk flows --store ./lab', 'as if one client had any of the servers in the store')
        .example(
          '$0 bulk flows --store ./lab --name files-mcp mail-mcp fetch-mcp',
          'the servers that one client has',
        )
        .example('$0 bulk flows --store ./lab --top 1000 --json', 'every smallest set, with its tools'),
    async (given) => finish(await (await import('../../work/bulk/flows.js')).printFlows(given)),
  )
