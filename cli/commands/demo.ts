import type { AddCommand } from './command.js'

/** `clawback demo`: the whole walk on real input. */
export const addDemo: AddCommand = (parser, finish) =>
  void parser.command(
    'demo',
    'Walk real skills and MCP servers from reading to revocation, and write a report',
    (options) =>
      options
        .option('report', {
          type: 'string',
          default: '.out/demo-report.html',
          describe: 'Where the HTML report goes',
        })
        .option('json', { type: 'boolean', default: false, describe: 'The summary as one JSON object' })
        .example('$0 demo', 'everything, in a minute'),
    async (given) => {
      const { demo } = await import('../demo/demo.js')
      finish(await demo(given))
    },
  )
