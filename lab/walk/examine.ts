import { buildProfile, compareVariants, read } from '@clawback/analyzers'
import type {
  Artifact,
  BehaviorProfile,
  Clock,
  EventRecord,
  Finding,
  Match,
  OpenArtifact,
  Trace,
  TraceEvent,
  Verdict,
  VerdictBasis,
} from '@clawback/model'
import { runArtifact } from '@clawback/sandbox'
import type { RunOptions } from '@clawback/sandbox'
import type { CellPool } from './cells.js'
import { describeFindings } from './findings.js'
import type { Knowledge } from './knowledge.js'
import { judgeByPolicies } from './policies.js'

/** Everything that is known of one artifact after the walk. */
export interface Examination {
  readonly artifact: Artifact
  /** Facts, then trace events, then matches. */
  readonly records: readonly EventRecord[]
  readonly matches: readonly Match[]
  readonly traces: readonly Trace[]
  readonly profile: BehaviorProfile
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  /** Digest of the self-test the sandbox passed before this job (`clawback doctor`); absent when none was made. */
  readonly selfTest?: string
}

export interface ExamineOptions {
  readonly knowledge: Knowledge
  readonly clock: Clock
  /** How to run it, and in whose cells; nothing is run when absent. */
  readonly run?: Omit<RunOptions, 'cell'> & { readonly cells: CellPool }
  /** Milliseconds for reading one artifact. */
  readonly readBudgetMs?: number
  readonly onStep?: (text: string) => void
  /** Trace events as they happen. */
  readonly onEvent?: (event: TraceEvent) => void
}

/**
 * The walk of one artifact: read it, run it, match the rules over all of its records as one closed group, build the
 * profile, and let the policies of the packs speak.
 */
export async function examine(open: OpenArtifact, options: ExamineOptions): Promise<Examination> {
  const { artifact } = open
  const { packs, probes, match } = options.knowledge
  options.onStep?.(`reading ${artifact.name}`)
  const reading = await read(open, { probes, clock: options.clock, budgetMs: options.readBudgetMs ?? 20_000 })
  const traces = options.run === undefined ? [] : await play(open, options.run, options)
  const observed = [...reading.facts, ...traces.flatMap((trace) => trace.events), ...compareVariants(traces)]
  const matches = match(observed)
  const runs = traces.map((trace) => trace.outcome)
  const profile = buildProfile({
    artifact,
    records: observed,
    matches,
    coverage: reading.coverage,
    runs,
    versions: reading.versions,
  })
  const basis: VerdictBasis = options.run === undefined ? 'static' : 'static+observed'
  const verdict = judgeByPolicies({ packs, artifact, matches, coverage: profile.coverage, basis })
  const records = [...observed, ...matches]
  const selfTest = options.run?.cells.proof()
  return {
    ...(selfTest === undefined ? {} : { selfTest }),
    artifact,
    records,
    matches,
    traces,
    profile,
    verdict,
    findings: describeFindings({ matches, records, packs, profile }),
  }
}

async function play(
  open: OpenArtifact,
  { cells, ...run }: NonNullable<ExamineOptions['run']>,
  { onStep, onEvent }: ExamineOptions,
): Promise<readonly Trace[]> {
  const { name } = open.artifact
  return await cells.use((cell) =>
    runArtifact(open, {
      ...run,
      cell,
      onRun: (_, done, known) => onStep?.(`running ${name} (${done} of ${known})`),
      ...(onEvent === undefined ? {} : { onEvent }),
    }),
  )
}
