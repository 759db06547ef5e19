import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenArtifact, Trace, TraceEvent } from '@clawback/model'
import type { AgentStep } from './actors/agent/steps.js'
import { bwrapCell } from './cells/bwrap/cell.js'
import { asksForArguments, documentedArguments, guessArguments } from './plan/arguments.js'
import { guessInput } from './plan/input.js'
import { planRuns } from './plan/plan.js'
import type { PlanOptions, RunPlan } from './plan/plan.js'
import type { CellOptions, CellResult, CellRun, Model, OpenCell } from './ports.js'

export interface RunOptions extends PlanOptions {
  /** A cell that is open already; without it one is opened and closed again. */
  readonly cell?: OpenCell
  readonly cellOptions?: CellOptions
  /** What to run; planned from the artifact when left out. */
  readonly plan?: RunPlan
  readonly onEvent?: (event: TraceEvent) => void
  /** Called after each run, with how many are done and how many are known by now. */
  readonly onRun?: (trace: Trace, done: number, known: number) => void
  readonly signal?: AbortSignal
  /** Answers when the plan has a model follow instructions. */
  readonly model?: Model
}

/**
 * Runs everything of an artifact that can be run, one run after another, and gives one trace for each. A run that
 * asks for arguments is repeated with some; one that dies on an import is repeated with stand-ins; one that was ended by a forbidden call is repeated in a cell that refuses
 * it instead, so that what would have come next is seen too. Throws what {@link CellOptions} opening throws.
 */
export async function runArtifact(open: OpenArtifact, options: RunOptions = {}): Promise<Trace[]> {
  const plan = options.plan ?? planRuns(open, options)
  if (plan.runs.length === 0) return []
  const cell = options.cell ?? (await bwrapCell.open(options.cellOptions))
  try {
    const queue = [...plan.runs]
    let read: string | undefined
    const documents = (): string => (read ??= readDocuments(open))
    const made = callsOf(plan)
    const traces: Trace[] = []
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      options.signal?.throwIfAborted()
      const result = await cell.run(run, watchOf(options))
      traces.push(result.trace)
      queue.unshift(...followUps(run, result, options.newId ?? randomUUID, documents, made))
      options.onRun?.(result.trace, traces.length, traces.length + queue.length)
    }
    return traces
  } finally {
    if (options.cell === undefined) await cell.close()
  }
}

function watchOf({ onEvent, signal, model }: RunOptions): Parameters<OpenCell['run']>[1] {
  return {
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
    ...(model === undefined ? {} : { model }),
  }
}

/**
 * Runs that a result asks for: with arguments (from what it printed, else from the documents beside it), with input,
 * with stand-ins, or in a cell that refuses instead of ending. None of them asks for more of its own kind.
 */
export function followUps(
  run: CellRun,
  result: CellResult,
  newId: () => string,
  documents: () => string = () => '',
  made: ReadonlySet<string> = new Set(),
): CellRun[] {
  const { outcome, events } = result.trace
  const runs: CellRun[] = []
  const output = `${result.stdout}\n${result.stderr}`
  const again = (change: Partial<CellRun>): void => void runs.push({ ...run, run: newId(), ...change })
  if (run.entry.actor === 'script' && outcome.status !== 'missing-dependency') {
    const args = isPlain(run) && asksForArguments(output) ? argumentsFor(run, output, documents(), made) : []
    if (args.length > 0) again({ entry: { ...run.entry, command: [...run.entry.command, ...args] } })
    const stdin = run.actor.options['stdin'] === undefined ? guessInput(output) : undefined
    if (stdin !== undefined) again({ actor: { ...run.actor, options: { ...run.actor.options, stdin } } })
  }
  if (run.variant === 'base' && outcome.status === 'missing-dependency')
    again({
      variant: 'stubs',
      actor: { ...run.actor, options: { ...run.actor.options, untilBroken: false } },
    })
  if (run.variant === 'base' && events.some(({ kind }) => kind === 'syscall.denied'))
    again({ variant: 'deep' })
  return runs
}

/** Calls of scripts that the scripted agent makes in any case, with single blanks. */
function callsOf({ runs }: RunPlan): ReadonlySet<string> {
  const steps = runs.flatMap(({ actor }) => (actor.options['steps'] ?? []) as readonly AgentStep[])
  return new Set(
    steps.flatMap(({ script, object }) => (script === undefined ? [] : [withoutProgram(object)])),
  )
}

function withoutProgram(call: string): string {
  return call.trim().split(/\s+/).slice(1).join(' ')
}

/** None when the call that the documents show is made by the agent that follows them. */
function argumentsFor(
  { entry }: CellRun,
  output: string,
  documents: string,
  made: ReadonlySet<string>,
): readonly string[] {
  const shown = documentedArguments(documents, entry.name)
  if (shown !== undefined) return made.has([entry.name, ...shown].join(' ')) ? [] : shown
  return guessArguments(output) ?? []
}

/** As planned: an interpreter and a path, or a module, and no arguments yet. */
function isPlain({ entry: { command } }: CellRun): boolean {
  return command.length === 2 || (command.length === 3 && /^-(?:m|File)$/.test(command[1] ?? ''))
}

const documentBytes = 256 * 1024

/** Text of the instructions and of the read-me files of an artifact. */
function readDocuments({ artifact, root }: OpenArtifact): string {
  const paths = artifact.files
    .map(({ path }) => path)
    .filter((path) => /(?:^|\/)(?:SKILL|README)\.md$/i.test(path))
  return paths
    .slice(0, 8)
    .map((path) => readFileSync(join(root, path)).subarray(0, documentBytes).toString('utf8'))
    .join('\n')
}
