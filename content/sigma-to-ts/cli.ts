import { readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
      --format FORMAT   ts (default; without correlations), plan (JSON for the
                        evaluator; with them) or words
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
      `sigma-to-ts: ${plain(error instanceof Error ? error.message : String(error))}\nSee sigma-to-ts --help.\n`,
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
    ...(values.lists === undefined ? {} : { lists: readLists(values.lists) }),
    pipelines: (values.pipeline ?? []).map(readPipeline),
  }
  const { plan, errors } = compileRules(positionals.flatMap(readRules), compileOptions)
  for (const error of errors) streams.error(`${plain(`${where(error)}: ${error.detail}`)}\n  ${error.mend}\n`)
  if (errors.length === 0 || !values.strict) {
    const { text, left } = write(values.format)
    for (const id of left)
      streams.error(`correlation ${plain(id)} needs the evaluator; it is in the plan only (--format plan)\n`)
    if (values.output === undefined) streams.out(text)
    else writeWhole(values.output, text)
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

/** Beside the file first, then in its place: who reads it never sees half of it. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.part`
  try {
    writeFileSync(beside, text)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Text of a rule on one line: what it holds must not drive the terminal it is shown on. */
function plain(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ')
}

function readRules(path: string): RuleFile[] {
  if (!statSync(path).isDirectory()) return [{ path, text: readText(path) }]
  const files = filesIn(path)
  if (files.length === 0) throw new Error(`there are no rules (*.yml) in ${path}`)
  return files
    .sort()
    .map((name) => join(path, name))
    .map((file) => ({ path: file, text: readText(file) }))
}

/** Rule files below a folder. Links to files are followed; links to folders are not, for they may go in circles. */
function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((item) => {
    const name = join(below, item.name)
    if (item.isDirectory()) return filesIn(folder, name)
    if (!/\.ya?ml$/i.test(name)) return []
    const file = item.isFile() || (item.isSymbolicLink() && statSync(join(folder, name)).isFile())
    return file ? [name] : []
  })
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** A byte that is not UTF-8 must not become another character: the rule would look for something else. */
function readText(path: string): string {
  const bytes = readFileSync(path)
  try {
    return strict.decode(bytes)
  } catch {
    throw new Error(`${path} is not UTF-8 text`)
  }
}

function readJson(path: string): unknown {
  const text = readText(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : ''}`, { cause: error })
  }
}

function readLists(path: string): Lists {
  const lists = readJson(path)
  const isTexts = (list: unknown): boolean =>
    Array.isArray(list) && list.every((entry) => typeof entry === 'string')
  if (!isObject(lists) || !Object.values(lists).every(isTexts))
    throw new Error(`${path} is not of the form {"name": ["value", ...]}`)
  return lists as Lists
}

function readPipeline(path: string): Pipeline {
  const pipeline = readJson(path)
  if (!isObject(pipeline) || !Array.isArray(pipeline['steps']) || !pipeline['steps'].every(isStep))
    throw new Error(
      `${path} is not of the form {"name": "...", "steps": [{"when", "fields", "prefix", "logsource"}]}`,
    )
  return pipeline as unknown as Pipeline
}

function isStep(step: unknown): boolean {
  if (!isObject(step)) return false
  const { when = {}, fields = {}, prefix = '', logsource = {}, ...more } = step
  const isName = (name: unknown): boolean => typeof name === 'string'
  const isNames = (names: unknown): boolean => isName(names) || (Array.isArray(names) && names.every(isName))
  return (
    Object.keys(more).length === 0 &&
    isName(prefix) &&
    [when, logsource].every((source) => isObject(source) && Object.values(source).every(isName)) &&
    isObject(fields) &&
    Object.values(fields).every(isNames)
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
