import { storeOption } from './bulk/store-option.js'
import type { AddCommand } from './command.js'

const against = {
  type: 'string',
  describe: 'An older store that this one is compared with',
} as const

/** `clawback report`: what a corpus store holds, as pages. */
export const addReport: AddCommand = (parser, finish) =>
  void parser.command(
    'report',
    'Show what a corpus store holds as pages: one file, a folder, or served on this machine',
    (options) =>
      options
        .command(
          '$0 [artifacts..]',
          'Write one HTML file for some artifacts, or a folder for the whole corpus',
          (writing) =>
            writing
              .positional('artifacts', {
                type: 'string',
                array: true,
                default: [] as string[],
                describe: 'Names, ids or beginnings of ids; the whole corpus when left out',
              })
              .option('store', storeOption)
              .option('output', {
                alias: 'o',
                type: 'string',
                demandOption: true,
                describe: 'FILE.html for artifacts, a folder for a corpus',
              })
              .option('title', { type: 'string', default: 'Clawback report', describe: 'Title of the page' })
              .option('against', against)
              .option('quiet', { type: 'boolean', default: false, describe: 'No progress on stderr' })
              .example('$0 report --store ./lab pdf-tools -o pdf-tools.html', 'one artifact, one file')
              .example('$0 report --store ./lab -o ./site', 'a corpus, for any web server')
              .example(
                '$0 report --store ./february --against ./january -o ./site',
                'with what changed since',
              ),
          async (given) => finish(await (await import('../work/report/write.js')).writeReport(given)),
        )
        .command(
          'incident <incident>',
          'Write one HTML file for an incident of a running guard',
          (writing) =>
            writing
              .positional('incident', { type: 'string', demandOption: true, describe: 'Its id' })
              .option('socket', {
                type: 'string',
                demandOption: true,
                describe: 'Control socket of the guard (STATE/control.sock)',
              })
              .option('output', { alias: 'o', type: 'string', demandOption: true, describe: 'FILE.html' })
              .example('$0 report incident inc-1 --socket state/control.sock -o night.html', ''),
          async (given) => finish(await (await import('../work/report/incident.js')).writeIncident(given)),
        )
        .command(
          'serve',
          'Show a store, or a folder that was written, to browsers of this machine until it is stopped',
          (serving) =>
            serving
              .option('store', { ...storeOption, demandOption: false })
              .option('folder', { type: 'string', describe: 'Folder that `report -o` wrote' })
              .option('port', {
                type: 'number',
                default: 0,
                describe: 'Port on 127.0.0.1; 0 takes a free one',
              })
              .option('title', { type: 'string', default: 'Clawback report', describe: 'Title of the page' })
              .option('against', against)
              .conflicts('store', 'folder')
              .example('$0 report serve --store ./lab', 'also while a bulk run writes to it')
              .example('$0 report serve --folder ./site --port 8080', 'what was written before'),
          async (given) => finish(await (await import('../work/report/serve.js')).serveReport(given)),
        ),
  )
