import type { Argv } from 'yargs'

const texts = (describe: string): { type: 'string'; array: true; default: string[]; describe: string } => ({
  type: 'string',
  array: true,
  default: [],
  describe,
})

const verdicts = ['benign', 'suspicious', 'malicious', 'undetermined'] as const

interface FilterArguments {
  readonly capability: string[]
  readonly host: string[]
  readonly verdict: (typeof verdicts)[number][]
  readonly label: string[]
  readonly rule: string[]
  readonly name: string[]
  readonly kind: string[]
  readonly gone: boolean
}

/** Options that choose artifacts of a store; all must hold, values of one are alternatives, `*` stands for anything. */
export function filterOptions<T>(options: Argv<T>): Argv<T & FilterArguments> {
  return options
    .option('capability', texts('action or action:target (net names net.connect too)'))
    .option('host', texts('A host, or all below it'))
    .option('verdict', {
      array: true,
      choices: verdicts,
      default: [] as FilterArguments['verdict'],
      describe: 'Verdicts',
    })
    .option('label', texts('Labels that came with the samples'))
    .option('rule', texts('Rules that found something'))
    .option('name', texts('Names of artifacts'))
    .option('kind', texts('skill, mcp-server, plugin, …'))
    .option('gone', {
      type: 'boolean',
      default: false,
      describe: 'Also what the corpus no longer holds',
    })
}
