import type { AddCommand } from './command.js'

/** `clawback pack …`: make, check, sign and verify content packs. */
export const addPack: AddCommand = (parser, finish) =>
  void parser.command('pack <verb>', 'Make, test, sign and verify content packs', (group) =>
    group
      .command(
        'keygen',
        'Make an Ed25519 key pair: NAME.key.json (secret, 0600) and NAME.pub.json',
        (options) =>
          options
            .option('out', { type: 'string', demandOption: true, describe: 'Path without ending' })
            .option('level', {
              type: 'number',
              default: 3,
              describe: 'Highest response level its packs may ask for (0 to 6)',
            }),
        async (given) => finish(await (await import('../work/pack.js')).keygen(given.out, given.level)),
      )
      .command(
        'build <folder>',
        'Build a pack file from a folder (reproducible); with --sign also sign it',
        (options) =>
          options
            .positional('folder', { type: 'string', demandOption: true })
            .option('out', { type: 'string', describe: 'Pack file; NAME-VERSION.pack when left out' })
            .option('sign', { type: 'string', describe: 'Secret key file' })
            .option('json', { type: 'boolean', default: false })
            .example('$0 pack build content/packs/mcp-core --sign me.key.json', 'a signed pack'),
        async (given) => finish(await (await import('../work/pack.js')).build(given)),
      )
      .command(
        'verify <file>',
        'Check signature, members and expiry of a pack file, and show what is in it',
        (options) =>
          options
            .positional('file', { type: 'string', demandOption: true })
            .option('key', {
              type: 'string',
              array: true,
              default: [],
              describe: 'Public keys it may be signed by',
            })
            .option('json', { type: 'boolean', default: false }),
        async (given) => finish(await (await import('../work/pack.js')).verify(given)),
      )
      .command(
        'test <folder>',
        'Lint a pack folder and run every case of every rule',
        (options) =>
          options
            .positional('folder', { type: 'string', demandOption: true })
            .option('json', { type: 'boolean', default: false }),
        async (given) => finish(await (await import('../work/pack.js')).test(given)),
      )
      .command(
        'import-nova <files..>',
        'Bring NOVA rules (.nov) into a pack folder as rules and cases; say what needs a judge or is refused',
        (options) =>
          options
            .positional('files', { type: 'string', array: true, demandOption: true })
            .option('into', { type: 'string', demandOption: true, describe: 'Folder of the pack' })
            .option('tag', {
              type: 'string',
              array: true,
              default: [],
              describe: 'Tags for every rule: what a match counts as',
            })
            .option('json', { type: 'boolean', default: false })
            .example('$0 pack import-nova injection.nov --into my-pack', 'then pack test my-pack'),
        async (given) => finish(await (await import('../work/import-nova.js')).importFiles(given)),
      )
      .demandCommand(1, 'Name what to do with a pack: keygen, build, verify, test or import-nova.'),
  )
