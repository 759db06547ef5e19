import { compareVariants, read } from '@clawback/analyzers'
import type { Reading, ReadingEngine } from '@clawback/analyzers'
import type { Artifact, Clock, EventRecord, OpenArtifact, Probe, Trace, TraceEvent } from '@clawback/model'
import type { RunOptions } from '@clawback/sandbox'
import type { CellPool } from './cells.js'

/** All that reading and running one artifact gave, before anybody judges it: a value that can be kept and judged again. */
export interface Observation {
  readonly artifact: Artifact
  readonly reading: Reading
  readonly traces: readonly Trace[]
  /** Whether it was to be run; with nothing that can be run there are no traces all the same. */
  readonly ran: boolean
  /** Digest of the self-test the sandbox passed before this job (`clawback doctor`); absent when none was made. */
  readonly selfTest?: string
}

export interface ObserveOptions {
  readonly clock: Clock
  /** How to run it, and in whose cells; nothing is run when absent. */
  readonly run?: Omit<RunOptions, 'cell'> & { readonly cells: CellPool }
  /** Milliseconds for reading one artifact. */
  readonly readBudgetMs?: number
  /** Engines that read it; all when absent. */
  readonly engines?: readonly ReadingEngine[]
  readonly onStep?: (text: string) => void
  /** Trace events as they happen. */
  readonly onEvent?: (event: TraceEvent) => void
}

/** Reads one artifact with the probes of the packs, and runs it when asked to. Throws what opening a cell throws. */
export async function observe(
  open: OpenArtifact,
  probes: readonly Probe[],
  options: ObserveOptions,
): Promise<Observation> {
  options.onStep?.(`reading ${open.artifact.name}`)
  const reading = await read(open, {
    probes,
    clock: options.clock,
    budgetMs: options.readBudgetMs ?? 20_000,
    ...(options.engines === undefined ? {} : { only: options.engines }),
  })
  const traces = options.run === undefined ? [] : await play(open, options.run, options)
  const selfTest = options.run?.cells.proof()
  return {
    artifact: open.artifact,
    reading,
    traces,
    ran: options.run !== undefined,
    ...(selfTest === undefined ? {} : { selfTest }),
  }
}

/** All records of an observation: facts, trace events, and what differs between variants of a run. */
export function recordsOf({ reading, traces }: Observation): readonly EventRecord[] {
  return [...reading.facts, ...traces.flatMap(({ events }) => events), ...compareVariants(traces)]
}

async function play(
  open: OpenArtifact,
  { cells, ...run }: NonNullable<ObserveOptions['run']>,
  { onStep, onEvent }: ObserveOptions,
): Promise<readonly Trace[]> {
  const { name } = open.artifact
  const { runArtifact } = await import('@clawback/sandbox')
  return await cells.use((cell) =>
    runArtifact(open, {
      ...run,
      cell,
      onRun: (_, done, known) => onStep?.(`running ${name} (${done} of ${known})`),
      ...(onEvent === undefined ? {} : { onEvent }),
    }),
  )
}
