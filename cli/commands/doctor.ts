import type { AddCommand } from './command.js'

/** `clawback doctor`: whether this machine can do everything, and the sandbox's own self-test. */
export const addDoctor: AddCommand = (parser, finish) =>
  void parser.command(
    'doctor',
    'Check this machine and let the sandbox attack itself',
    (options) =>
      options
        .option('json', { type: 'boolean', default: false, describe: 'The whole report as JSON' })
        .option('cell', {
          choices: ['bwrap-strace', 'gvisor', 'docker', 'kubernetes'] as const,
          describe: 'Which cell to examine; the default one when left out',
        })
        .example('$0 doctor', 'what is missing, with the mend, and the self-test'),
    async (given) => {
      const { printDoctor } = await import('../work/doctor.js')
      finish(await printDoctor(given.json, given.cell))
    },
  )
