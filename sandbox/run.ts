import { randomUUID } from 'node:crypto'
import type { OpenArtifact, Trace, TraceEvent } from '@clawback/model'
import { bwrapCell } from './cells/bwrap/cell.js'
import { asksForArguments, guessArguments } from './plan/arguments.js'
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
    const traces: Trace[] = []
    for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
      options.signal?.throwIfAborted()
      const result = await cell.run(run, watchOf(options))
      traces.push(result.trace)
      queue.unshift(...followUps(run, result, options.newId ?? randomUUID))
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

/** Runs that a result asks for. None of them asks for more of its own kind. */
export function followUps(run: CellRun, result: CellResult, newId: () => string): CellRun[] {
  const { outcome, events } = result.trace
  const runs: CellRun[] = []
  const output = `${result.stdout}\n${result.stderr}`
  if (isPlainScript(run) && outcome.status !== 'missing-dependency' && asksForArguments(output)) {
    const args = guessArguments(output)
    if (args !== undefined && args.length > 0)
      runs.push({
        ...run,
        run: newId(),
        entry: { ...run.entry, command: [...run.entry.command, ...args] },
      })
  }
  if (run.variant === 'base' && outcome.status === 'missing-dependency')
    runs.push({ ...run, run: newId(), variant: 'stubs' })
  if (run.variant === 'base' && events.some(({ kind }) => kind === 'syscall.denied'))
    runs.push({ ...run, run: newId(), variant: 'deep' })
  return runs
}

/** A script as planned: interpreter and path, no arguments yet. */
function isPlainScript(run: CellRun): boolean {
  return run.entry.actor === 'script' && run.entry.command.length === 2
}
