import type { Actor, CellRun, Model, Observation, Plant, PlayContext, Played, Stdio } from '../ports.js'
import { createPresence } from '../watch/strace/presence.js'
import { createKernelWatch } from '../watch/strace/watch.js'
import type { KernelSummary } from '../watch/strace/watch.js'
import type { Circumstances } from './circumstances.js'
import { defer, within } from './deferred.js'
import type { Journal } from './journal.js'
import { watchLimits } from './limits.js'
import type { Breach, LimitWatch } from './limits.js'
import { eachLine } from './lines.js'
import { clearCells, killCells, residentBytes } from './meter.js'
import type { Furnished } from './prepare.js'
import type { Launcher } from './launcher.js'
import { tapStream } from './sample.js'
import type { Scratch } from './scratch.js'

/** What a play needs. */
export interface Stage {
  readonly launcher: Launcher
  readonly scratch: Scratch
  readonly ground: Furnished
  readonly journal: Journal
  readonly plant: Plant
  readonly actor: Actor
  readonly circumstances: Circumstances
  readonly ask?: Model['next']
  /** Set by the play, so that the journal can report a flood. */
  guard?: LimitWatch
}

/** How a play went. */
export interface PlayedRun {
  readonly kernel: KernelSummary
  readonly breach: Breach | undefined
  readonly played: Played | undefined
  /** The actor was done and the sample did not end by itself. */
  readonly stopped: boolean
  readonly stdout: string
  readonly stderr: string
}

const tailBytes = 64 * 1024
const lineBytes = 256 * 1024
const pumpEveryMs = 20
/** Time for a server to end after its input has, and for background processes after the first one has. */
const lingerMs = 700

/** Starts the sample, lets the actor play with it, and ends everything that is left. */
export async function play(run: CellRun, stage: Stage): Promise<PlayedRun> {
  const { journal, launcher, scratch, ground } = stage
  const over = new AbortController()
  const firstEnded = defer()
  const listening = defer()
  const reader = launcher.reader?.(run)
  const kernel = createKernelWatch({
    ...(reader === undefined ? {} : { reader }),
    emit(observation) {
      if (isListening(observation)) listening.resolve()
      journal.recorder.emit(observation)
    },
    present: createPresence((path) => ground.before(path) !== undefined),
    hookFolder: ground.hookFolder,
    cwd: run.cwd,
    ...(stage.circumstances.ours === undefined ? {} : { ours: stage.circumstances.ours }),
    onEnd: () => firstEnded.resolve(),
  })
  const memory = launcher.memory ?? (() => residentBytes(kernel.pids()))
  const guard = watchLimits(run.limits, memory, (breach) => {
    journal.own('resource.limit', { 'limit.name': breach.limit, 'limit.value': breach.value })
    over.abort()
    killCells()
  })
  stage.guard = guard
  // After what has arrived: a busy moment must not let a request pass the connect call that waits in the pipe.
  const pump = setInterval(() => setImmediate(journal.recorder.pump), pumpEveryMs)
  journal.phase('start')
  if (launcher.without.includes(run.variant))
    journal.gap({
      reason: 'variant-not-made',
      detail: `This cell cannot make the variant ${run.variant}: it ran like the base.`,
      material: false,
    })
  const sample = launcher.start(scratch, ground.layout, run)
  const stdout = tapStream(sample.stdio.stdout, tailBytes, (chunk) => guard.countOutput(chunk.length))
  const stderr = tapStream(sample.stdio.stderr, tailBytes, (chunk) => guard.countOutput(chunk.length))
  const traced = eachLine(sample.trace, lineBytes, (line) => {
    if (guard.breach()?.status !== 'event-flood' && kernel.line(line)) guard.countLine()
  })
  const ended = Promise.race([firstEnded.promise, sample.closed.then(() => undefined)])
  void ended.then(() => over.abort())

  try {
    const stdio = { stdin: sample.stdio.stdin, stdout: stdout.stream, stderr: stderr.stream }
    const seen = { signal: over.signal, ended, listening: listening.promise }
    const played = await perform(run, stage, stdio, seen)
    sample.stdio.stdin.destroy()
    stdout.stream.resume()
    stderr.stream.resume()
    await within(lingerMs, ended)
    const stopped = !(await within(0, ended))
    if (!(await within(lingerMs, sample.closed))) killCells()
    if (!(await within(lingerMs * 3, sample.closed))) sample.kill()
    await sample.closed
    if (!(await clearCells())) throw new Error('a process outlived its run')
    await Promise.all([traced, stdout.ended, stderr.ended])
    return {
      kernel: kernel.end(),
      breach: guard.breach(),
      played,
      stopped,
      stdout: stdout.text(),
      stderr: stderr.text(),
    }
  } finally {
    guard.stop()
    clearInterval(pump)
  }
}

function isListening({ kind, fields }: Observation): boolean {
  return kind === 'net.listen' && fields['network.transport'] !== 'udp'
}

/** The actor's part. It is over when the sample has ended or a bound was passed, even if the actor does not notice. */
async function perform(
  run: CellRun,
  { actor, journal, plant, ask }: Stage,
  stdio: Stdio,
  seen: Pick<PlayContext, 'signal' | 'ended' | 'listening'>,
): Promise<Played | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    seen.signal.addEventListener('abort', () => setTimeout(() => resolve(undefined), lingerMs))
  })
  const context = {
    run: run.run,
    emit: journal.recorder.emit,
    keep: journal.keep,
    now: journal.now,
    canaries: plant.canaries,
    options: run.actor.options,
    ...seen,
    phase: journal.phase,
    ...(ask === undefined ? {} : { ask }),
  }
  return await Promise.race([actor.play(stdio, context), aborted])
}
