import type { Gap, RunOutcome, TraceEvent } from '@clawback/model'
import { persona } from '../cells/bwrap/persona.js'
import { standInPath } from '../cells/bwrap/programs.js'
import type { Tools } from '../cells/bwrap/tools.js'
import type {
  Actor,
  Authority,
  CellResult,
  CellRun,
  Degraded,
  Model,
  ObservedFields,
  Plant,
} from '../ports.js'
import { observeFiles } from '../watch/files/observe.js'
import { takeSnapshot } from '../watch/files/snapshot.js'
import { circumstancesOf } from './circumstances.js'
import { runDigest } from './digest.js'
import type { Housekeeper } from './housekeeper.js'
import { openJournal } from './journal.js'
import type { Journal } from './journal.js'
import { launcherFor } from './launcher.js'
import { play } from './play.js'
import type { PlayedRun, Stage } from './play.js'
import { furnish } from './prepare.js'
import type { Furnished } from './prepare.js'
import { openScratch } from './scratch.js'
import type { Scratch } from './scratch.js'
import type { Starter } from './starter.js'
import { searchFor } from './search.js'
import type { Search } from './search.js'
import { namesMissingCommands, statusOf } from './status.js'

/** What a worker has for every run. */
export interface Workshop {
  readonly cell: string
  readonly tools: Tools
  readonly versions: Readonly<Record<string, string>>
  readonly blindSpots: readonly string[]
  /** Folder of this worker; each run has its own file system below it. */
  readonly folder: string
  /** A Node that does not lie below /usr. */
  readonly node?: string
  /** gVisor's program, when samples run in it. */
  readonly runsc?: string
  readonly degraded?: readonly Degraded[]
  readonly actors: ReadonlyMap<string, Actor>
  readonly plant: (run: string) => Plant
  /** Its own key; two workers share nothing. */
  readonly authority: Authority
  readonly network: RunNetwork
  readonly house: Housekeeper
  readonly starter: Starter
}

/** The network of a worker, told about each run. */
export interface RunNetwork {
  begin(run: CellRun, journal: Journal, authority: Authority, plant: Plant, online: boolean): Promise<void>
  /** What is still on its way has arrived. */
  end(): Promise<void>
}

const snapshotCaps = { files: 5000, fileBytes: 1024 * 1024, depth: 32 }

/**
 * Runs one sample: lay the ground, start it under the tracer, let the actor play, end it, look at what is left, and
 * say how it went. Everything a run made is gone afterwards, and no process outlives it.
 */
export async function runSample(
  workshop: Workshop,
  run: CellRun,
  onEvent: (event: TraceEvent) => void,
  ask?: Model['next'],
): Promise<CellResult> {
  const actor = workshop.actors.get(run.actor.name)
  if (actor === undefined) throw new Error(`there is no actor ${run.actor.name}`)
  const circumstances = circumstancesOf(run.variant)
  const plant = workshop.plant(run.run)
  const { authority } = workshop
  const scratch = await openScratch(workshop.tools, workshop.house, {
    folder: workshop.folder,
    home: persona.home,
    sample: run.root,
    bytes: run.limits.diskBytes,
    inodes: run.limits.diskInodes,
  })
  try {
    const ground = furnish(scratch, run, plant, authority.pem, circumstances, workshop.node)
    const journal = openJournal(run, plant, workshop.versions, onEvent, () => stage.guard?.flood())
    const launcher = launcherFor(workshop.tools, workshop.starter, workshop.runsc)
    const stage: Stage = {
      launcher,
      scratch,
      ground,
      journal,
      plant,
      actor,
      circumstances,
      ...(ask === undefined ? {} : { ask }),
    }
    await workshop.network.begin(run, journal, authority, plant, circumstances.online)
    const played = await play(run, stage)
    await workshop.network.end()
    const search = searchFor(plant, journal)
    if (run.entry.actor === 'script') search.output(played)
    lookAround(scratch, ground, journal, search)
    return conclude(workshop, run, journal, played, plant, circumstances.blindSpots)
  } finally {
    await scratch.close()
  }
}

/** What the run left behind in the folders it could write to, each file with the process that wrote it last. */
function lookAround(scratch: Scratch, ground: Furnished, journal: Journal, search: Search): void {
  journal.recorder.flush()
  const writers = new Map<string, ObservedFields>()
  for (const event of journal.recorder.events) {
    const path = event.kind === 'file.rename' ? event['file.target_path'] : event['file.path']
    if (/^file\.(?:write|rename|link)$/.test(event.kind) && path !== undefined)
      writers.set(path, {
        'process.pid': event['process.pid'],
        'process.executable.path': event['process.executable.path'],
        'run.exec_id': event['run.exec_id'],
      })
  }
  observeFiles(takeSnapshot(scratch.changed, snapshotCaps), {
    home: persona.home,
    laid: ground.laid,
    before: ground.before,
    writer: (path) => writers.get(path) ?? {},
    emit: journal.recorder.emit,
    keep: journal.keep,
    at: journal.now(),
    search: search.file,
  })
}

function conclude(
  workshop: Workshop,
  run: CellRun,
  journal: Journal,
  played: PlayedRun,
  plant: Plant,
  blindSpots: readonly string[],
): CellResult {
  const missing = hooked(journal, 'package-missing')
  const status = statusOf({ ...played, missing })
  for (const gap of gapsOf(played)) journal.gap(gap)
  journal.own('run.phase', { 'run.phase': 'end', 'run.status': status, 'run.entry': run.entry.name })
  journal.close()
  const { events } = journal.recorder
  const { exitCode, signal } = played.kernel
  const outcome: RunOutcome = {
    run: run.run,
    artifact: run.artifact,
    entry: run.entry,
    variant: run.variant,
    status,
    covered:
      played.played?.covered === true && status !== 'missing-dependency' && status !== 'trace-incomplete',
    ...(played.played?.model === undefined ? {} : { model: played.played.model }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    durationMs: Math.round(journal.now() - journal.start),
    events: events.length,
    cell: workshop.cell,
    ...(run.recorded === undefined ? {} : { recorded: run.recorded.digest }),
    degraded: [...(workshop.degraded ?? []), ...workshop.blindSpots, ...blindSpots],
    gaps: [...journal.gaps, ...packageGaps(missing, hooked(journal, 'stand-in')), ...programGaps(events)],
    digest: runDigest(events, journal.bodies(), plant.canaries),
  }
  return {
    trace: { outcome, events, bodies: journal.bodies() },
    stdout: played.stdout,
    stderr: played.stderr,
  }
}

/** What hooks inside the interpreters said of one kind, each once. Trust 1: the sample could have forged it. */
function hooked(journal: Journal, reason: string): string[] {
  journal.recorder.flush()
  const said = journal.recorder.events.filter((event) => event['gap.reason'] === reason)
  return [...new Set(said.map((event) => String(event['gap.detail'])))]
}

function packageGaps(missing: readonly string[], stoodIn: readonly string[]): Gap[] {
  const packages = stoodIn.filter((name) => !name.endsWith(')') && !name.includes(' '))
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            reason: 'package-missing',
            detail: `The sample asked for packages that nobody has: ${missing.slice(0, 16).join(', ')}.`,
            material: false,
          },
        ]),
    ...(packages.length === 0
      ? []
      : [
          {
            reason: 'stand-in',
            detail: `Stand-ins answered for packages that nobody has: ${packages.slice(0, 16).join(', ')}.`,
            material: false,
          },
        ]),
  ]
}

/** What was called and stood in for; see {@link standInLinks}. */
function programGaps(events: readonly TraceEvent[]): Gap[] {
  const called = events.flatMap(({ kind, 'process.executable.path': path }) =>
    kind === 'process.exec' && path?.startsWith(`${standInPath}/`) === true
      ? [path.slice(standInPath.length + 1)]
      : [],
  )
  if (called.length === 0) return []
  const names = [...new Set(called)].slice(0, 16).join(', ')
  const detail = `Stand-ins that do nothing were called in place of: ${names}.`
  return [{ reason: 'stand-in', detail, material: false }]
}

function gapsOf({ kernel, breach, stderr }: PlayedRun): Gap[] {
  const gaps: Gap[] = []
  if (!kernel.started)
    gaps.push({ reason: 'not-started', detail: 'The program was not seen to start.', material: true })
  if (kernel.unread > 0 || kernel.orphans > 0)
    gaps.push({
      reason: 'trace-unread',
      detail: `${kernel.unread} lines of the kernel trace could not be read, ${kernel.orphans} belong to no known process.`,
      material: true,
    })
  const commands = namesMissingCommands(stderr)
  if (commands.length > 0)
    gaps.push({
      reason: 'command-missing',
      detail: `The shell did not find: ${commands.join(', ')}. What they would have done was not seen.`,
      material: true,
    })
  if (breach !== undefined)
    gaps.push({
      reason: `limit-${breach.limit}`,
      detail: `The run was ended at its bound (${breach.value}); what would have come later was not seen.`,
      material: true,
    })
  return gaps
}
