import type { AddCommand } from './command.js'

/** `clawback discover`: agents and MCP servers configured on a host or below a root; nothing is executed. */
export const addDiscover: AddCommand = (parser, finish) =>
  void parser.command(
    'discover',
    'Find configured agents, MCP servers and skills below a root (nothing is executed)',
    (options) =>
      options
        .option('root', { type: 'string', default: '/', describe: 'File system root to look below' })
        .option('registry', {
          type: 'string',
          describe: 'Sanctioned agents and servers (agents.registry.yaml)',
        })
        .option('json', { type: 'boolean', default: false, describe: 'The whole inventory as JSON' })
        .option('fail-on-shadow', {
          type: 'boolean',
          default: false,
          describe: 'Exit 1 when something is not in the registry',
        })
        .example('$0 discover --registry agents.registry.yaml', 'this host, against what is sanctioned')
        .example(
          "$0 discover --root /mnt/image --json | jq -r '.servers[].locator'",
          'what intake can take from an image',
        ),
    async (given) => {
      const { printDiscovery } = await import('../work/discover.js')
      finish(await printDiscovery(given))
    },
  )
