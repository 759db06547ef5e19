import type { CollectKind } from '@clawback/lab'
import type { Argv } from 'yargs'
import type { AddCommand } from './command.js'

/** `clawback collect`: bring samples together for bulk runs. */
export const addCollect: AddCommand = (parser, finish) =>
  void parser.command(
    'collect',
    'Bring samples together in a quarantine, each content once',
    (group) =>
    group
      .command('$0 <source..>', 'Bring samples together in a quarantine, each content once', declare, async (given) => finish(await (await import('../work/collect/collect.js')).runCollect(given))) // prettier-ignore
      .command('export <folder>', 'Write a quarantine as one encrypted file, for exchange', declareExport, async (given) => finish(await (await import('../work/collect/export.js')).runExport(given))), // prettier-ignore
  )

/** Written out: the room that has them is loaded only when something is collected. */
const kinds = [
  'auto',
  'folder',
  'archive',
  'git',
  'npm',
  'npm-search',
  'mcp-registry',
  'docker-catalog',
  'server-list',
  'clawhub',
  'manifest',
] as const satisfies readonly ('auto' | CollectKind)[]

const json = { type: 'boolean', default: false, describe: 'The summary as one JSON object' } as const
const quiet = { type: 'boolean', default: false, describe: 'No progress on stderr' } as const

const declare = (options: Argv) =>
  options
    .positional('source', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Folders, archives, git repositories, npm:packages, exports of registries, manifests',
    })
    .option('into', { type: 'string', demandOption: true, describe: 'Folder of the quarantine' })
    .option('kind', { choices: kinds, default: 'auto' as const, describe: 'What the sources are' })
    .option('at', { type: 'string', describe: 'Commit, branch or tag of git repositories' })
    .option('history', { type: 'boolean', default: false, describe: 'Also what every skill was before' })
    .option('most', { type: 'number', default: 50, describe: 'Versions of one place, with --history' })
    .option('mirror', {
      type: 'string',
      describe: 'Folder of repositories (owner+name) manifests are read from',
    }) // prettier-ignore
    .option('label', { type: 'string', describe: 'What all of it is, where nothing else says so' })
    .option('labelled-by', { type: 'string', describe: 'Who says so' })
    .option('licence', { type: 'string', alias: 'license', describe: 'Licence of all of it (SPDX)' })
    .option('max-file', { type: 'number', describe: 'Megabytes of one file' })
    .option('max-total', { type: 'number', describe: 'Megabytes of one artifact or archive, unpacked' })
    .option('max-packed', {
      type: 'number',
      describe: 'Megabytes of one archive, package or fetched repository',
    }) // prettier-ignore
    .option('max-entries', { type: 'number', describe: 'Files of one artifact or archive' })
    .option('quiet', quiet)
    .option('json', json)
    .example('$0 collect ./skills pack.zip npm:some-mcp@1.2.0 --into ./wild', 'three sources, one quarantine')
    .example('$0 collect https://git.example/skills.git --at v1 --into ./wild', 'all skills of a commit')
    .example('$0 collect ./skills.git --history --most 20 --into ./drift', 'and what they were before')
    .example(
      '$0 collect registry.json --into ./servers',
      'the npm packages of a registry export, with how they are started',
    )
    .example('$0 collect ./bad --label malicious --labelled-by me --into ./wild', 'with a label')
    .example('$0 bulk run ./wild --store ./lab', 'then look at all of it')

const declareExport = (options: Argv) =>
  options
    .positional('folder', { type: 'string', demandOption: true, describe: 'Folder of the quarantine' })
    .option('output', { type: 'string', alias: 'o', demandOption: true, describe: 'File to write' })
    .option('password', { type: 'string', describe: 'A zip with this password; customary is infected' })
    .option('strong', { type: 'boolean', default: false, describe: 'AES-256, which not every unzip reads' })
    .option('age', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'A zip encrypted for these recipients by the program age',
    })
    .option('quiet', quiet)
    .option('json', json)
    .example('$0 collect export ./wild -o wild.zip --password infected', 'what others expect')
    .example('$0 collect export ./wild -o wild.zip.age --age age1…', 'for one reader only')
