import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compileRules } from './compile.js'
import type { CompileOptions, RuleFile } from './compile.js'
import { explainPlan } from './emit/explain.js'
import { emitModule } from './emit/module.js'
import type { Pipeline } from './pipeline.js'
import { where } from './problem.js'
import type { Lists } from './value.js'

const help = `Usage: sigma-to-ts [options] PATH...

Compiles Sigma rules (specification 2.1) from files and folders. What cannot be honoured
is refused with file:line:column and a way to mend it; the other rules are compiled.

Options:
  -o, --output FILE     write here instead of standard output
      --format FORMAT   ts (default), plan (JSON for the evaluator) or words
      --lists FILE      JSON {"name": ["value", ...]} for %placeholders%
      --pipeline FILE   JSON field mapping; may be given more than once
      --runtime MODULE  what a TypeScript module imports (@clawback/evaluator/runtime)
      --strict          write nothing when any rule is refused
  -h, --help            this text

Examples:
  sigma-to-ts rules/ -o rules.ts
  sigma-to-ts rules/ --format plan -o plan.json
  sigma-to-ts rules/creds.yml --format words
  sigma-to-ts rules/ --lists lists.json --pipeline windows.json -o rules.ts

Exit codes: 0 done, 2 wrong use, 3 a rule was refused.
`

const options = {
  output: { type: 'string', short: 'o' },
  format: { type: 'string', default: 'ts' },
  lists: { type: 'string' },
  pipeline: { type: 'string', multiple: true },
  runtime: { type: 'string' },
  strict: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** What the command writes to; a test gives its own. */
export interface Streams {
  out(text: string): void
  error(text: string): void
}

/** Runs the command. Returns the exit code. */
export function main(args: readonly string[], streams: Streams): number {
  try {
    return run(args, streams)
  } catch (error) {
    streams.error(
      `sigma-to-ts: ${error instanceof Error ? error.message : String(error)}\nSee sigma-to-ts --help.\n`,
    )
    return 2
  }
}

function run(args: readonly string[], streams: Streams): number {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  if (values.help) {
    streams.out(help)
    return 0
  }
  if (positionals.length === 0) throw new Error('no rules were given')
  if (!['ts', 'plan', 'words'].includes(values.format)) throw new Error(`there is no format ${values.format}`)
  const compileOptions: CompileOptions = {
    ...(values.lists === undefined ? {} : { lists: readJson(values.lists) as Lists }),
    pipelines: (values.pipeline ?? []).map((path) => readJson(path) as Pipeline),
  }
  const { plan, errors } = compileRules(positionals.flatMap(readRules), compileOptions)
  for (const error of errors) streams.error(`${where(error)}: ${error.detail}\n  ${error.mend}\n`)
  if (errors.length === 0 || !values.strict) {
    const { text, left } = write(values.format)
    for (const id of left) streams.error(`correlation ${id} needs the evaluator; it is in the plan only\n`)
    if (values.output === undefined) streams.out(text)
    else writeFileSync(values.output, text)
  }
  streams.error(
    `${plan.rules.length} rules, ${plan.correlations.length} correlations, ${errors.length} errors\n`,
  )
  return errors.length === 0 ? 0 : 3

  function write(format: string): { readonly text: string; readonly left: readonly string[] } {
    if (format === 'plan') return { text: `${JSON.stringify(plan)}\n`, left: [] }
    if (format === 'words') return { text: explainPlan(plan), left: [] }
    return emitModule(plan, values.runtime === undefined ? {} : { runtime: values.runtime })
  }
}

function readRules(path: string): RuleFile[] {
  if (statSync(path).isFile()) return [{ path, text: readFileSync(path, 'utf8') }]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ path: file, text: readFileSync(file, 'utf8') }))
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
