import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenArtifact, Trace, TraceEvent } from '@clawback/model'
import { bwrapCell } from './cells/bwrap/cell.js'
import { callsOf, followUps, onlyRuns } from './plan/follow-ups.js'
import type { Surroundings } from './plan/follow-ups.js'
import { missingPackages, withStandIns } from './plan/known-missing.js'
import { planRuns } from './plan/plan.js'
import type { PlanOptions, RunPlan } from './plan/plan.js'
import type { CellOptions, Model, OpenCell } from './ports.js'

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
 * asks for more is followed by others ({@link followUps}). Throws what {@link CellOptions} opening throws.
 */
export async function runArtifact(open: OpenArtifact, options: RunOptions = {}): Promise<Trace[]> {
  const plan = options.plan ?? planRuns(open, options)
  if (plan.runs.length === 0) return []
  const cell = options.cell ?? (await bwrapCell.open(options.cellOptions))
  try {
    const queue = [...plan.runs]
    let read: string | undefined
    const around: Surroundings = {
      documents: () => (read ??= readDocuments(open)),
      made: callsOf(plan),
      restarts: onlyRuns(plan),
      newId: options.newId ?? randomUUID,
    }
    const traces: Trace[] = []
    const missing = new Set<string>()
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      options.signal?.throwIfAborted()
      const { name } = next.entry
      const run = around.restarts(next) ? withStandIns(next, missing, () => readScript(open, name)) : next
      const result = await cell.run(run, watchOf(options))
      for (const one of missingPackages(result)) missing.add(one)
      traces.push(result.trace)
      queue.unshift(...followUps(run, result, around))
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

const scriptBytes = 64 * 1024

/** The beginning of a script of the artifact; empty when the entry point is none. */
function readScript({ artifact, root }: OpenArtifact, name: string): string {
  if (!artifact.files.some(({ path }) => path === name)) return ''
  return readFileSync(join(root, name)).subarray(0, scriptBytes).toString('utf8')
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
