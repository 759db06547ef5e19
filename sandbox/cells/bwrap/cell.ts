import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { ClawbackError, traceDigest } from '@clawback/model'
import type { RunOutcome, TraceEvent } from '@clawback/model'
import type { Opening } from '../../worker/messages.js'
import type {
  Cell,
  CellOptions,
  CellProbe,
  CellResult,
  CellRun,
  Degraded,
  OpenCell,
  Requirement,
  RunWatch,
} from '../../ports.js'
import { chooseIdentity } from './identity.js'
import type { Identity } from './identity.js'
import { probeBwrap } from './probe.js'
import { openStage } from './stage.js'
import type { StageFolder } from './stage.js'
import { requireTools } from './tools.js'
import type { Tools } from './tools.js'
import { startWorker } from './worker.js'
import type { Worker } from './worker.js'

/** The default cell: bubblewrap for the walls, strace for the eyes, a private network that ends in a sinkhole. */
export const bwrapCell: Cell = {
  name: 'bwrap-strace',
  probe: probeBwrap,
  open: (options) => openWorkerCell(probeBwrap, {}, options),
}

/**
 * Opens a cell whose runs are made by a worker of ours. Throws SANDBOX_ROOT, TOOL_MISSING, SANDBOX_UNAVAILABLE with
 * the mend of the first requirement that is not met, or DISK_LOW.
 */
export async function openWorkerCell(
  look: Cell['probe'],
  extra: Pick<Opening, 'runsc'>,
  options: CellOptions = {},
): Promise<OpenCell> {
  const identity = chooseIdentity(undefined, options.uid)
  const tools = requireTools()
  const probe = await look(options)
  const lacking = probe.requirements.filter(({ ok }) => !ok)
  const degraded = lacking.flatMap((lack) => allowedMode(lack, options))
  const failed = lacking.find((lack) => allowedMode(lack, options).length === 0)
  if (failed !== undefined) throw refusalOf(failed)
  const stage = await openStage(identity, options.workdir)
  try {
    return await openCell(tools, identity, stage, probe, { ...extra, degraded })
  } catch (error) {
    stage.close()
    throw error
  }
}

/** A requirement that is not met, as the error that opening throws: its own, or SANDBOX_UNAVAILABLE. */
export function refusalOf({ detail, mend, refusal }: Requirement): ClawbackError {
  return refusal === undefined
    ? new ClawbackError('SANDBOX_UNAVAILABLE', { detail, mend })
    : new ClawbackError(refusal.code, refusal.values)
}

/** The mode that does without a requirement, when the caller has named it. */
function allowedMode({ degraded }: Requirement, options: CellOptions): readonly Degraded[] {
  return degraded !== undefined && options.allowDegraded?.includes(degraded) === true ? [degraded] : []
}

async function openCell(
  tools: Tools,
  identity: Identity,
  stage: StageFolder,
  probe: CellProbe,
  extra: Pick<Opening, 'runsc' | 'degraded'>,
): Promise<OpenCell> {
  const node = await nodeFor(stage)
  const opening = {
    cell: probe.cell,
    ...extra,
    tools,
    versions: probe.versions,
    blindSpots: probe.blindSpots,
    folder: stage.root,
    ...(node === undefined ? {} : { node }),
  }
  let worker: Worker = await startWorker(tools, identity, opening)
  // One network and one set of eyes: runs asked for at once wait for each other.
  const turn = pLimit(1)
  let closed = false
  return {
    run: (run: CellRun, watch: RunWatch = {}): Promise<CellResult> => turn(() => runNow(run, watch)),
    async close() {
      closed = true
      await worker.close()
      stage.close()
    },
  }

  async function runNow(run: CellRun, watch: RunWatch): Promise<CellResult> {
    watch.signal?.throwIfAborted()
    if (closed)
      throw new ClawbackError('SANDBOX_UNAVAILABLE', {
        detail: 'the cell is closed',
        mend: 'Open a new one.',
      })
    const ready = await placed(run, stage)
    const seen: TraceEvent[] = []
    const start = performance.now()
    try {
      if (!worker.alive()) worker = await startWorker(tools, identity, opening)
      return await worker.run(ready, {
        onEvent(event) {
          seen.push(event)
          watch.onEvent?.(event)
        },
        ...(watch.model === undefined ? {} : { model: watch.model }),
        ...(watch.signal === undefined ? {} : { signal: watch.signal }),
      })
    } catch (error) {
      watch.signal?.throwIfAborted()
      // Nothing of the failed run may reach the next one.
      await worker.close()
      if (isOfModel(error)) throw error
      return sandboxError(run, probe.cell, extra.degraded ?? [], seen, error, performance.now() - start)
    }
  }
}

/** A model that is missing, fails or was recorded for another run: nothing of the sample, and nothing of the cell. */
function isOfModel(error: unknown): boolean {
  return error instanceof ClawbackError && /^(?:MODEL_|RECORDING_|INPUT_MALFORMED$)/.test(error.code)
}

/** Our own failure, told as one: what was seen until then stands, and nothing is called clean (R15). */
function sandboxError(
  run: CellRun,
  cell: string,
  degraded: readonly Degraded[],
  events: readonly TraceEvent[],
  error: unknown,
  durationMs: number,
): CellResult {
  const detail = error instanceof Error ? error.message : String(error)
  const outcome: RunOutcome = {
    run: run.run,
    artifact: run.artifact,
    entry: run.entry,
    variant: run.variant,
    status: 'sandbox-error',
    covered: false,
    durationMs: Math.round(durationMs),
    events: events.length,
    cell,
    ...(run.recorded === undefined ? {} : { recorded: run.recorded.digest }),
    degraded,
    gaps: [{ reason: 'sandbox-error', detail, material: true }],
    digest: traceDigest(events),
  }
  return { trace: { outcome, events, bodies: {} }, stdout: '', stderr: '' }
}

/** The run with its folders replaced by our copies. */
async function placed(run: CellRun, stage: StageFolder): Promise<CellRun> {
  const root = await stage.place(run.root, 'sample', run.executables)
  if (run.dependencies === undefined) return { ...run, root }
  // The place where dependencies are mounted must be there before the copy is read-only.
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  return { ...run, root, dependencies: await stage.place(run.dependencies, 'dependencies') }
}

/** A Node outside /usr is handed into the cell as a copy; one inside is there already. */
async function nodeFor(stage: StageFolder): Promise<string | undefined> {
  if (process.execPath.startsWith('/usr/')) return undefined
  return await stage.placeFile(process.execPath, 'node')
}
