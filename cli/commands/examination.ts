import type { Argv } from 'yargs'
import { defaultFile, formats } from '../work/arguments.js'
import type { ExaminationArguments } from '../work/arguments.js'

export interface ExaminationCommand {
  readonly name: 'scan' | 'run'
  readonly brief: string
  /** Whether samples are run in the sandbox. */
  readonly run: boolean
  readonly examples: readonly (readonly [string, string])[]
}

/** Adds `scan` or `run`: they differ only in whether the sandbox is used. */
export function addExamination(
  parser: Argv,
  finish: (exitCode: number) => void,
  command: ExaminationCommand,
): void {
  parser.command(
    `${command.name} <paths..>`,
    command.brief,
    (options) => declare(options, command),
    async (given) => {
      const { examinePaths } = await import('../work/examine-paths.js')
      finish(await examinePaths(given as unknown as ExaminationArguments, command.run))
    },
  )
}

function declare(options: Argv, command: ExaminationCommand): Argv {
  const declared = options
    .positional('paths', {
      type: 'string',
      array: true,
      describe:
        'Folders, archives, npm:package[@version], git URLs[#ref], MCP client configurations, lists of tools (JSON)',
    })
    .option('format', {
      choices: formats,
      describe: 'How to tell it: for people, one JSON object per artifact, or one document; else terminal',
    })
    .option('json', { type: 'boolean', default: false, describe: 'The same as --format json' })
    .option('output', {
      type: 'string',
      describe: 'Write it to this file, whole or not at all, instead of to stdout',
    })
    .option('suppressions', {
      type: 'string',
      describe: `What was decided about findings (YAML); else ${defaultFile} of this folder, unless it lies in what is examined. --no-suppressions for none`,
    })
    .option('changed-since', {
      type: 'string',
      describe: 'Examine only artifacts of a git work tree with changes since this commit, branch or tag',
    })
    .option('fail-on', {
      choices: ['never', 'suspicious', 'malicious'] as const,
      default: 'malicious' as const,
      describe: 'Exit 1 when a verdict is at least this',
    })
    .option('pack', { type: 'string', array: true, default: [], describe: 'Further packs (files)' })
    .option('key', {
      type: 'string',
      array: true,
      default: [],
      describe: 'Public keys that packs may be signed by',
    })
    .option('builtin', { type: 'boolean', default: true, describe: 'Use the built-in packs' })
    .option('jobs', { type: 'number', default: command.run ? 1 : 2, describe: 'Artifacts at a time' })
    .option('report', { type: 'string', describe: 'Write a self-contained HTML report to this file' })
    .option('store', { type: 'string', describe: 'Keep the results in this corpus store' })
    .option('timeout', {
      type: 'number',
      describe: command.run
        ? 'Seconds per run and for reading; else 20, longer for servers, agents and models'
        : 'Seconds per artifact; else 20',
    })
    .option('quiet', { type: 'boolean', default: false, describe: 'No progress on stderr' })
  if (command.run)
    declared
      .option('actor', { choices: ['llm'] as const, describe: 'Let a model follow SKILL.md in the sandbox' })
      .option('model', { type: 'string', describe: 'Name of that model; the key is ANTHROPIC_API_KEY' })
      .option('budget-tokens', {
        type: 'number',
        default: 100_000,
        describe: 'Tokens a model may cost per skill',
      })
      .option('model-price', {
        type: 'string',
        describe: 'US dollars per million tokens in and out (3/15), to tell what the model cost',
      })
      .option('record', {
        type: 'string',
        describe: 'Write what the model was asked and said to this file (JSONL)',
      })
      .option('replay', { type: 'string', describe: 'Take the answers from such a file instead of a model' })
      .option('variants', {
        array: true,
        choices: ['no-hooks', 'sleep-skip', 'shifted-date', 'ci', 'offline'] as const,
        describe: 'Run again under other circumstances; what then differs is a record (the base runs twice)',
      })
      .option('har', {
        type: 'string',
        describe: 'Answers of the network as recorded (HAR 1.2); others stay as they are',
      })
      .option('allow-degraded', {
        choices: ['no-nft'] as const,
        array: true,
        describe: 'Run with less where the machine lacks it; stamped into every result',
      })
      .option('cell', {
        choices: ['bwrap-strace', 'gvisor'] as const,
        describe: 'Which cell samples run in: bwrap-strace unless told otherwise; gvisor needs runsc',
      })
  for (const [usage, text] of command.examples) declared.example(usage, text)
  return declared
}
