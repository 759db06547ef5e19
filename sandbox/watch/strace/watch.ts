import type { Emit } from '../../ports.js'
import { outcomeOf, readCall } from './call.js'
import type { Call } from './call.js'
import { createSocketTable } from './context.js'
import type { CallContext } from './context.js'
import { fileReaders } from './files.js'
import { execFields, execPath, imageFields, isFileless } from './images.js'
import { joinCall, readLine } from './line.js'
import type { TraceLine } from './line.js'
import { instructionsOf } from './instructions.js'
import { networkReaders } from './network.js'
import { pipeReaders } from './pipes.js'
import type { Presence } from './presence.js'
import { createProcessTable } from './processes.js'
import type { Image, Process } from './processes.js'
import { forking, privileged } from './tables.js'
import { readList } from './values.js'

/** Reads the lines of one kind of kernel trace. Nothing when a line says nothing; undefined when it is not readable. */
export interface TraceReader {
  readonly engine: string
  read(text: string): readonly TraceLine[] | undefined
}

/** What the kernel trace of a run came to. */
export interface KernelSummary {
  /** The sample's first program was seen to start. */
  readonly started: boolean
  /** How its first process ended, when it was seen to. */
  readonly exitCode?: number
  readonly signal?: string
  readonly lines: number
  /** Lines that could not be read: the trace is then not complete. */
  readonly unread: number
  /** Calls of ids whose parent was never seen. */
  readonly orphans: number
  /** A forbidden call ended a process: a deeper run would let it go on. */
  readonly trapped: boolean
}

export interface KernelWatchOptions {
  readonly emit: Emit
  readonly present: Presence
  readonly hookFolder: string
  readonly cwd: string
  /** Paths that programs touch because of how we run them; nothing is told of them. */
  readonly ours?: RegExp
  /** Called when the sample's first process has ended. */
  readonly onEnd?: () => void
  /** Called once, when the sample's program starts. */
  readonly onStart?: () => void
  /** How the trace is written; as strace writes it when left out. */
  readonly reader?: TraceReader
}

/** Reads the kernel trace of one run, line by line, and tells what the sample did. */
export interface KernelWatch {
  /** Whether the line said something; what says nothing does not count towards a bound. */
  readonly line: (text: string) => boolean
  /** Ids (in the tracer's namespace) of the sample's processes that live now. */
  readonly pids: () => Iterable<number>
  readonly end: () => KernelSummary
}

/** Kinds that only a hook inside the interpreter reports: the sample could have forged or silenced them. */
const hooked: ReadonlySet<string> = new Set(['env.read', 'run.gap'])
const strace: TraceReader = {
  engine: 'strace',
  read(text) {
    // Killed on its way into a call that the tracer never got to name: nothing happened.
    if (unnamed.test(text)) return []
    const line = readLine(text)
    return line === undefined ? undefined : [line]
  },
}
/** A process that is told apart only by its id is held this many lines at most. */
const heldLines = 20_000

const unnamed = /^\d+ +[\d.]+ (?:\?\?\?\( ?<unfinished \.\.\.>|<\.\.\. \?\?\? resumed>.*)$/

export function createKernelWatch(options: KernelWatchOptions): KernelWatch {
  const reader = options.reader ?? strace
  const { engine } = reader
  const table = createProcessTable()
  const entered = new Map<number, Extract<TraceLine, { type: 'entered' }>>()
  const held = new Map<number, TraceLine[]>()
  /** What was told already, by path, so that the same act twice is one record. */
  const told = new Map<string, Set<string>>()
  const counts = new Map<string, number>()
  const failedExecs = new Map<number, Call>()
  /** Ids of the tracer's children that set the cell up: theirs is not the sample's doing. */
  const harness = new Set<number>()
  let firstTid: number | undefined
  let main: Process | undefined
  let last = 0
  const state = { lines: 0, unread: 0, orphans: 0, heldNow: 0, trapped: false }
  let ending: { readonly exitCode?: number; readonly signal?: string } = {}

  const context: CallContext = {
    present: options.present,
    hookFolder: options.hookFolder,
    sockets: createSocketTable(),
    pipeMakers: new Map(),
    count: (place) => void counts.set(place, (counts.get(place) ?? 0) + 1),
    tell(kind, at, image, fields, about = {}) {
      const path = String(fields['file.path'] ?? '')
      if (options.ours?.test(path) === true) return
      if (kind === 'file.delete' || kind === 'file.rename') told.delete(path)
      const before = told.get(path) ?? new Set<string>()
      const key = JSON.stringify([kind, image.execId, fields, about.flow?.inode])
      if (before.has(key)) return
      told.set(path, before.add(key))
      options.emit({
        kind,
        at,
        engine,
        channel: hooked.has(kind) ? 'in-process' : 'kernel',
        trust: hooked.has(kind) ? 1 : 3,
        fields: { ...imageFields(image), ...fields },
        ...about,
      })
    },
  }

  function take(line: TraceLine): void {
    last = Math.max(last, line.at)
    firstTid ??= line.tid
    if (main === undefined) {
      harness.add(line.tid)
      awaitStart(line)
      return
    }
    if (harness.has(line.tid)) return
    const process = table.find(line.tid) ?? adopt(line)
    if (process !== undefined) handle(line, process)
  }

  /** The cell's own set-up is skipped: the sample begins with the first exec outside the first process. */
  function awaitStart(line: TraceLine): void {
    if (line.type === 'entered') entered.set(line.tid, line)
    const call = finishedCall(line)
    if (call === undefined || call.tid === firstTid || !/^execve(?:at)?$/.test(call.name)) return
    if (call.result.error !== undefined || !call.result.known) return
    harness.delete(call.tid)
    main = table.start(call.tid, execPath(call, undefined) ?? '', readList(call.args[1]), options.cwd)
    tellExec(call, main.image, main, false)
    options.onStart?.()
  }

  function finishedCall(line: TraceLine): Call | undefined {
    if (line.type === 'call') return readCall(line)
    if (line.type !== 'resumed') return undefined
    const start = entered.get(line.tid)
    entered.delete(line.tid)
    const joined = start === undefined ? undefined : joinCall(start, line)
    return joined === undefined ? undefined : readCall(joined)
  }

  /** Finds the process a new id belongs to: the one that is making a child right now. */
  function adopt(line: TraceLine): Process | undefined {
    const makers = [...entered.values()].filter(
      ({ name, tid }) => forking.has(name) && table.find(tid) !== undefined,
    )
    const [maker, ...others] = makers
    if (maker !== undefined && others.length === 0) return born(maker.tid, line.tid, maker.args)
    if (maker === undefined) {
      // A thread whose maker was killed inside clone is heard of once, by its end: nothing it did is missing.
      if (line.type !== 'exited' && line.type !== 'killed') state.orphans += 1
      return undefined
    }
    if (state.heldNow >= heldLines) {
      state.orphans += 1
      return undefined
    }
    state.heldNow += 1
    held.set(line.tid, [...(held.get(line.tid) ?? []), line])
    return undefined
  }

  function born(parentTid: number, tid: number, args: string): Process | undefined {
    const parent = table.find(parentTid)
    if (parent === undefined) return undefined
    const child = table.fork(parent, tid, /\bCLONE_THREAD\b/.test(args))
    if (child !== parent) context.sockets.inherit(child, parent)
    return child
  }

  function handle(line: TraceLine, process: Process): void {
    switch (line.type) {
      case 'entered':
        entered.set(line.tid, line)
        return
      case 'signal':
        if (line.signal === 'SIGSYS') deniedBySignal(line, process)
        return
      case 'exited':
      case 'killed':
        ended(line)
        return
      case 'call':
      case 'resumed': {
        const call = finishedCall(line)
        if (call !== undefined) called(call, process)
        return
      }
    }
  }

  function called(call: Call, process: Process): void {
    if (forking.has(call.name)) {
      forked(call)
      return
    }
    if (call.name === 'execve' || call.name === 'execveat') {
      executed(call, process)
      return
    }
    if (/^(?:kill|tkill|tgkill)$/.test(call.name)) {
      signalled(call, process)
      return
    }
    if (call.name === 'ptrace' || (privileged.has(call.name) && outcomeOf(call.result) === 'denied')) {
      denied(call.at, process, call.name)
      return
    }
    if (call.name === 'socket' && outcomeOf(call.result) === 'denied') {
      denied(call.at, process, call.name)
      return
    }
    ;(fileReaders[call.name] ?? networkReaders[call.name] ?? pipeReaders[call.name])?.(call, process, context)
  }

  function forked(call: Call): void {
    const tid = call.result.pid
    if (tid === undefined || call.result.error !== undefined) return
    if (table.find(tid) === undefined) born(call.tid, tid, call.args.join(','))
    const lines = held.get(tid)
    held.delete(tid)
    state.heldNow -= lines?.length ?? 0
    for (const line of lines ?? []) take(line)
  }

  function executed(call: Call, process: Process): void {
    if (!call.result.known || call.result.error !== undefined) {
      failedExecs.set(process.ordinal, call)
      return
    }
    failedExecs.delete(process.ordinal)
    const path = execPath(call, process) ?? ''
    const fileless = isFileless(call, process, path)
    const args = readList(call.args[call.name === 'execveat' ? 2 : 1])
    tellExec(call, table.exec(process, call.tid, path, args), process, fileless)
  }

  function tellExec(call: Call, image: Image, process: Process, fileless: boolean): void {
    const fields = {
      ...execFields(image, process),
      ...(fileless ? { 'process.fileless': true } : {}),
      'effect.outcome': 'success',
    }
    const instructions = instructionsOf(process, context.pipeMakers)
    context.tell('process.exec', call.at, image, fields, { instructions })
  }

  /** A search along PATH fails many times; only what was never found is told, when the process gives up. */
  function tellFailedExec(process: Process): void {
    const call = failedExecs.get(process.ordinal)
    failedExecs.delete(process.ordinal)
    if (call === undefined) return
    const path = execPath(call, process) ?? ''
    const args = readList(call.args[call.name === 'execveat' ? 2 : 1])
    context.tell('process.exec', call.at, process.image, {
      ...execFields({ ...process.image, path, args }, process),
      'effect.outcome': outcomeOf(call.result),
      ...(call.result.error === undefined ? {} : { 'error.type': call.result.error }),
    })
  }

  function signalled(call: Call, process: Process): void {
    const [target, signal] = call.name === 'tgkill' ? [call.args[1], call.args[2]] : call.args
    const pid = Number(/(\d+) in strace's PID NS/.exec(target ?? '')?.[1] ?? /^-?\d+/.exec(target ?? '')?.[0])
    if (signal === undefined || signal === '0' || table.find(pid) === process) return
    context.tell('process.signal', call.at, process.image, {
      'process.signal': signal,
      'effect.outcome': outcomeOf(call.result),
    })
  }

  function deniedBySignal(line: Extract<TraceLine, { type: 'signal' }>, process: Process): void {
    state.trapped = true
    denied(line.at, process, /si_syscall=__NR_(\w+)/.exec(line.info)?.[1] ?? 'unknown')
  }

  function denied(at: number, process: Process, name: string): void {
    context.tell('syscall.denied', at, process.image, { 'syscall.name': name, 'effect.outcome': 'denied' })
  }

  function ended(line: Extract<TraceLine, { type: 'exited' | 'killed' }>): void {
    entered.delete(line.tid)
    const process = table.end(line.tid)
    if (process === undefined) return
    tellFailedExec(process)
    context.sockets.forget(process)
    const how = line.type === 'exited' ? { exitCode: line.code } : { signal: line.signal }
    context.tell('process.exit', line.at, process.image, {
      ...(how.exitCode === undefined ? {} : { 'process.exit.code': how.exitCode }),
      ...(how.signal === undefined ? {} : { 'process.signal': how.signal }),
    })
    if (process !== main) return
    ending = how
    options.onEnd?.()
  }

  return {
    line(text) {
      state.lines += 1
      const lines = reader.read(text)
      if (lines === undefined) state.unread += 1
      for (const line of lines ?? []) take(line)
      return lines === undefined || lines.length > 0
    },
    pids: () => new Set([...table.alive.values()].map(({ pid }) => pid)),
    end() {
      for (const lines of held.values()) state.orphans += lines.length
      if (main !== undefined)
        for (const [place, items] of [...counts].sort())
          options.emit({
            kind: 'file.read',
            at: last,
            engine,
            channel: 'kernel',
            trust: 3,
            fields: { 'file.path': place, 'file.operation': 'platform', 'volume.items': items },
          })
      const { lines, unread, orphans, trapped } = state
      return { started: main !== undefined, ...ending, lines, unread, orphans, trapped }
    },
  }
}
