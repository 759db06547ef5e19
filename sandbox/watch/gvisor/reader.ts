import { constants } from 'node:os'
import type { TraceLine } from '../strace/line.js'
import { forking } from '../strace/tables.js'
import type { TraceReader } from '../strace/watch.js'
import { readTold } from './call.js'
import type { ToldCall } from './call.js'
import { readMessage, recordsOf } from './message.js'
import type { TaskMessage } from './message.js'
import { createSocketMemory, isSocketCall } from './sockets.js'
import { isFileCall, quote, resultText, translateExec, translateExecAt, translateFile } from './translate.js'

const plainCalls = [
  ...['execve', 'execveat', 'clone', 'fork', 'vfork', 'exit_group', 'exit', 'socket', 'memfd_create'],
  ...['kill', 'tkill', 'tgkill', 'ptrace'],
]
const refusable = ['mount', 'umount2', 'chroot', 'pivot_root', 'unshare', 'setns', 'bpf', 'io_uring_setup']

/** `--strace-syscalls`: what gVisor is asked to tell. It refuses names it does not know, so these are all of 2022. */
export const toldCalls: readonly string[] = [
  ...[
    'open',
    'openat',
    'creat',
    'truncate',
    'mkdir',
    'mkdirat',
    'mknod',
    'mknodat',
    'unlink',
    'rmdir',
    'unlinkat',
  ],
  ...[
    'rename',
    'renameat',
    'renameat2',
    'link',
    'linkat',
    'symlink',
    'symlinkat',
    'chmod',
    'fchmodat',
    'fchmod',
  ],
  ...['chown', 'lchown', 'fchown', 'fchownat', 'chdir', 'fchdir'],
  ...['connect', 'bind', 'listen', 'sendto', 'sendmsg', 'sendmmsg'],
  ...plainCalls,
  ...refusable,
]
const told: ReadonlySet<string> = new Set(toldCalls)
const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]))

/**
 * Reads gVisor's log as a kernel trace. The first program is loaded by gVisor and not by a call, so its exec is told
 * from what was asked for; how a process ends is told by its last call or the signal that met it.
 */
export function createGvisorReader(command: readonly string[]): TraceReader {
  const sockets = createSocketMemory()
  const codes = new Map<number, number>()
  const killed = new Map<number, string>()
  /** When a thread went into the socket call it is in: what the network sees comes after that, and before its end. */
  const sending = new Map<number, number>()
  let begun = false

  function begin(at: number): TraceLine[] {
    begun = true
    const args = `${quote(command[0] ?? '')}, [${command.map(quote).join(', ')}], 0x0`
    // What stands before the sample in this notation is the cell's own first process.
    return [call(0, at, 'execve', args, '0'), call(1, at, 'execve', args, '0')]
  }

  function read(message: TaskMessage): readonly TraceLine[] | undefined {
    const { tid, pid, at, text } = message
    const heard = readTold(text, (name) => told.has(name))
    if (heard === undefined) return undefined
    if (heard !== 'none') return heard.phase === 'enter' ? entered(heard, message) : finished(heard, message)
    const signal = /^Signal \d+, PID: \d+, TID: \d+, fault|^Signal (\d+): terminating thread group/.exec(
      text,
    )?.[1]
    if (signal !== undefined) killed.set(pid, signals.get(Number(signal)) ?? `SIG${signal}`)
    if (text !== 'Transitioning from exit state TaskExitInitiated to TaskExitZombie') return []
    sending.delete(tid)
    if (tid !== pid) return [{ type: 'exited', tid, at, code: 0 }]
    sockets.forget(pid)
    const how = killed.get(pid)
    const code = codes.get(pid)
    // Nothing of its own ended it: its whole pid namespace was.
    if (how !== undefined || code === undefined)
      return [{ type: 'killed', tid, at, signal: how ?? 'SIGKILL' }]
    return [{ type: 'exited', tid, at, code }]
  }

  function entered({ name, args }: ToldCall, { tid, pid, at }: TaskMessage): readonly TraceLine[] {
    if (name === 'exit_group' || (name === 'exit' && tid === pid)) codes.set(pid, Number(args) & 0xff)
    if (isSocketCall(name)) sending.set(tid, at)
    if (!forking.has(name)) return []
    return [{ type: 'entered', tid, at, name, args }]
  }

  function finished(heard: ToldCall, { tid, pid, at }: TaskMessage): readonly TraceLine[] | undefined {
    const { name, args, value = -1, errno } = heard
    const result = resultText(value, errno)
    if (/^exit(?:_group)?$/.test(name)) return []
    if (forking.has(name)) {
      if (errno === undefined && !args.includes('CLONE_THREAD')) sockets.inherit(value, pid)
      return [{ type: 'resumed', tid, at, name, rest: `) = ${result}` }]
    }
    if (name === 'execve') {
      const exec = translateExec(args)
      if (exec === undefined) return errno === undefined ? undefined : []
      return [call(tid, at, name, `${quote(exec.path)}, [${exec.args.map(quote).join(', ')}], 0x0`, result)]
    }
    if (name === 'execveat') {
      const exec = translateExecAt(args)
      if (exec === undefined) return errno === undefined ? undefined : []
      return [call(tid, at, name, exec, result)]
    }
    if (name === 'socket' && errno === undefined) sockets.open(pid, value, args)
    const translated = isFileCall(name)
      ? translateFile(name, args)
      : isSocketCall(name)
        ? sockets.translate(pid, name, args)
        : args.replaceAll(/0x[0-9a-f]+/g, (hex) => String(Number(hex)))
    const since = isSocketCall(name) ? (sending.get(tid) ?? at) : at
    return translated === undefined ? undefined : [call(tid, since, name, translated, result)]
  }

  function readRecord(text: string): readonly TraceLine[] | undefined {
    const message = readMessage(text)
    if (message === 'none') return []
    if (message === undefined) return undefined
    const before = begun ? [] : begin(message.at)
    const lines = read(message)
    return lines === undefined ? undefined : [...before, ...lines]
  }

  return {
    engine: 'gvisor',
    read(line) {
      const read = recordsOf(line).map(readRecord)
      return read.every((lines) => lines !== undefined) ? read.flat() : undefined
    },
  }
}

function call(tid: number, at: number, name: string, args: string, result: string): TraceLine {
  return { type: 'call', tid, at, name, args, result }
}
