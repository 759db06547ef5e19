import type { AddCommand } from './command.js'

/** `clawback sandbox manifest`: what to give a cluster, printed and not applied. */
export const addSandbox: AddCommand = (parser, finish) =>
  void parser.command('sandbox <verb>', 'Print what other places need to run samples', (group) =>
    group
      .command(
        'manifest',
        'A Kubernetes job without network and token, its sample in gVisor, as JSON for kubectl',
        (options) =>
          options
            .option('image', {
              type: 'string',
              demandOption: true,
              describe: 'Image with clawback, by digest',
            })
            .option('name', { type: 'string', default: 'clawback', describe: 'Name of the job' })
            .option('namespace', { type: 'string', default: 'clawback' })
            .option('claim', {
              type: 'string',
              demandOption: true,
              describe: 'PersistentVolumeClaim that holds the sample; seen at /sample',
            })
            .option('path', { type: 'string', describe: 'Folder of the sample in the claim' })
            .option('arg', {
              type: 'string',
              array: true,
              describe: 'Arguments of clawback in the job; run /sample --cell gvisor --json when left out',
            })
            .example(
              '$0 sandbox manifest --image clawback@sha256:… --claim samples | kubectl apply -f -',
              'one job',
            ),
        async (given) => finish((await import('../work/sandbox.js')).printManifest(given)),
      )
      .demandCommand(1, 'Name what to print: manifest.'),
  )
