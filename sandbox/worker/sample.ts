import { closeSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { Readable } from 'node:stream'
import { buildFilter } from '../cells/bwrap/filter.js'
import { cellArguments, tracedCommand } from '../cells/bwrap/layout.js'
import type { CellLayout } from '../cells/bwrap/layout.js'
import type { Tools } from '../cells/bwrap/tools.js'
import type { CellRun, Stdio } from '../ports.js'
import { traced } from '../watch/strace/tables.js'
import { prlimits } from './meter.js'
import { openPipe } from './scratch.js'
import type { PipeEnds, Scratch } from './scratch.js'
import type { Starter } from './starter.js'

/** A sample that was started: its streams, the trace of it, and its end. */
export interface StartedSample {
  readonly stdio: Stdio
  /** The kernel trace; ends after the tracer has. */
  readonly trace: Readable
  /** Resolves with the tracer's exit code when every traced process has ended. */
  readonly closed: Promise<number | null>
  /** Ends the tracer, should it not end by itself. */
  readonly kill: () => void
}

/** Starts tracer, limits, cell and sample over named pipes; no descriptor of ours is left in the sample (R6). */
export function startSample(
  tools: Tools,
  starter: Starter,
  scratch: Scratch,
  layout: CellLayout,
  run: CellRun,
): StartedSample {
  const deep = run.variant === 'deep'
  const pipes = openPipes(scratch)
  const filter = layGiven(scratch, 'filter', buildFilter(deep ? 'refuse' : 'trap'))
  const list = layGiven(scratch, 'arguments', `${cellArguments(layout, 3).join('\0')}\0`)
  const options = {
    pipe: scratch.pipes.trace,
    calls: traced,
    deep,
    skipSleep: run.variant === 'sleep-skip',
    uptime: layout.uptime,
  }
  const [file, args] = tracedCommand(tools, options, prlimits(run.limits), 4, run.entry.command)
  const { stdin, stdout, stderr } = scratch.pipes
  const { started, closed, kill } = starter.start([file, ...args], {
    ...{ stdin, stdout, stderr },
    given: [filter, list],
  })
  void started.then(() => closeTheirs(pipes))
  return endsOf({ closed, kill }, pipes)
}

/** Both ends of every pipe of a run. */
export type RunPipes = Readonly<Record<'stdin' | 'stdout' | 'stderr' | 'trace', PipeEnds>>

/** The tracer opens the pipe of the trace by name; our second end keeps it open until the tracer has ended. */
export function openPipes({ pipes }: Scratch): RunPipes {
  return {
    stdin: openPipe(pipes.stdin, 'reads'),
    stdout: openPipe(pipes.stdout, 'writes'),
    stderr: openPipe(pipes.stderr, 'writes'),
    trace: openPipe(pipes.trace, 'writes'),
  }
}

/** Closes our copies of the sample's ends, once it has its own. */
export function closeTheirs({ stdin, stdout, stderr }: RunPipes): void {
  for (const { theirs, holder } of [stdin, stdout, stderr]) for (const end of [theirs, holder]) closeSync(end)
}

/** Our ends of a started sample. The trace's pipe is held open until the process that writes it has ended. */
export function endsOf(
  { closed, kill }: Pick<StartedSample, 'closed' | 'kill'>,
  { stdin, stdout, stderr, trace }: RunPipes,
): StartedSample {
  void closed.then(() => {
    for (const end of [trace.theirs, trace.holder]) closeSync(end)
  })
  return {
    stdio: { stdin: writer(stdin.ours), stdout: reader(stdout.ours), stderr: reader(stderr.ours) },
    trace: reader(trace.ours),
    closed,
    kill,
  }
}

/** A file of ours that the cell reads once. */
function layGiven({ root }: Scratch, name: string, bytes: string | Buffer): string {
  const path = join(root, name)
  writeFileSync(path, bytes, { mode: 0o600 })
  return path
}

function reader(descriptor: number): Socket {
  return new Socket({ fd: descriptor, readable: true, writable: false }).on('error', () => undefined)
}

function writer(descriptor: number): Socket {
  return new Socket({ fd: descriptor, readable: false, writable: true }).on('error', () => undefined)
}

/** What one stream of the sample came to: its last bytes, for people and for the runner. */
export interface StreamTail {
  readonly stream: Readable
  readonly text: () => string
  /** Resolves when the sample can write no more and everything was passed on. */
  readonly ended: Promise<void>
}

/** Passes a stream on to an actor while counting it and keeping its tail. */
export function tapStream(source: Readable, tailBytes: number, onBytes: (chunk: Buffer) => void): StreamTail {
  const stream = new PassThrough({ highWaterMark: 1024 * 1024 })
  let tail: Buffer = Buffer.alloc(0)
  source.on('data', (chunk: Buffer) => {
    onBytes(chunk)
    tail = Buffer.concat([tail, chunk]).subarray(-tailBytes)
    if (!stream.write(chunk)) {
      source.pause()
      stream.once('drain', () => source.resume())
    }
  })
  const ended = new Promise<void>((resolve) => {
    source.on('close', () => {
      stream.end()
      resolve()
    })
  })
  stream.on('error', () => undefined)
  return { stream, text: () => tail.toString('utf8'), ended }
}
