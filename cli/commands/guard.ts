import type { Argv } from 'yargs'
import type { AddCommand } from './command.js'

/** `clawback guard …`: the resident service, and what people ask of it. */
export const addGuard: AddCommand = (parser, finish) =>
  void parser.command('guard <verb>', 'Guard live agents: serve, and ask a running guard', (group) => {
    const asking = (options: Argv): Argv<{ socket: string; json: boolean }> =>
      options
        .option('socket', {
          type: 'string',
          demandOption: true,
          describe: 'Control socket of the guard (STATE/control.sock)',
        })
        .option('json', { type: 'boolean', default: false })
    return group
      .command(
        'serve',
        'Run the guard until it is told to stop (SIGTERM, SIGINT)',
        (options) =>
          options
            .option('config', { type: 'string', demandOption: true, describe: 'guard.yaml' })
            .option('json', { type: 'boolean', default: false })
            .example('$0 guard serve --config guard.yaml', ''),
        async (given) => finish(await (await import('../work/guard.js')).serve(given)),
      )
      .command('status', 'Sources, counts, packs in force', asking, async (given) =>
        finish(await (await import('../work/guard.js')).status(given)),
      )
      .command('incidents', 'Open incidents', asking, async (given) =>
        finish(await (await import('../work/guard.js')).incidents(given)),
      )
      .command(
        'story <id>',
        'Who did what in an incident or session, as a tree',
        (options) => asking(options).positional('id', { type: 'string', demandOption: true }),
        async (given) => finish(await (await import('../work/guard.js')).story(given)),
      )
      .command('follow', 'Events, alerts and decisions as they happen', asking, async (given) =>
        finish(await (await import('../work/guard.js')).follow(given)),
      )
      .command(
        'intents [incident]',
        'Revocations and where they stand',
        (options) => asking(options).positional('incident', { type: 'string' }),
        async (given) => finish(await (await import('../work/guard.js')).intents(given)),
      )
      .command('approvals', 'What waits for a person', asking, async (given) =>
        finish(await (await import('../work/guard.js')).approvals(given)),
      )
      .command(
        ['approve <id>', 'deny <id>'],
        'Decide an approval',
        (options) =>
          asking(options)
            .positional('id', { type: 'string', demandOption: true })
            .option('by', { type: 'string', demandOption: true, describe: 'Who decides' }),
        async (given) =>
          finish(
            await (
              await import('../work/guard.js')
            ).decide({ ...given, decision: given._[1] === 'deny' ? 'deny' : 'approve' }),
          ),
      )
      .command(
        'restore <subject>',
        'Give back what was taken for an incident or by one intent',
        (options) =>
          asking(options)
            .positional('subject', { type: 'string', demandOption: true })
            .option('by', { type: 'string', demandOption: true, describe: 'Who decides' }),
        async (given) => finish(await (await import('../work/guard.js')).restore(given)),
      )
      .command(
        'load <pack>',
        'Load a newer version of a pack into the running guard, keeping its state',
        (options) => asking(options).positional('pack', { type: 'string', demandOption: true }),
        async (given) => finish(await (await import('../work/guard.js')).load(given)),
      )
      .demandCommand(
        1,
        'Name what to do: serve, status, incidents, story, follow, intents, approvals, approve, deny, restore or load.',
      )
  })
