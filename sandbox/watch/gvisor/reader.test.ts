import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../ports.js'
import { createPresence } from '../strace/presence.js'
import { createKernelWatch } from '../strace/watch.js'
import type { KernelSummary } from '../strace/watch.js'
import { createGvisorReader } from './reader.js'
import { readVectors } from './vectors.js'

function watch(messages: readonly string[]): {
  readonly seen: Observation[]
  readonly summary: KernelSummary
} {
  const seen: Observation[] = []
  const kernel = createKernelWatch({
    emit: (observation) => seen.push(observation),
    present: createPresence(() => false),
    hookFolder: '/dev/.hook',
    cwd: '/skill',
    reader: createGvisorReader(['/bin/sh', '/skill/main.sh']),
  })
  for (const msg of messages) kernel.line(encode(msg))
  return { seen, summary: kernel.end() }
}

/** As the log arrives: JSON, read as latin1. */
function encode(msg: string): string {
  return Buffer.from(JSON.stringify({ msg, level: 'info', time: '2026-01-02T03:04:05.123456789Z' })).toString(
    'latin1',
  )
}

const at = (pid: number, rest: string): string => `[   ${pid}:   ${pid}] ${rest}`
const ok = '= 3 (0x3) (1.5µs)'
const opened = (path: string): string =>
  at(1, `sh X openat(AT_FDCWD /skill, 0x7f00 ${path}, O_RDONLY|O_CLOEXEC, 0o0) ${ok}`)
const zombie = (pid: number): string =>
  at(pid, 'Transitioning from exit state TaskExitInitiated to TaskExitZombie')

describe("gVisor's log as a kernel trace", () => {
  it('begins with the program that was asked for, and ends with its exit code', () => {
    const { seen, summary } = watch([at(1, 'sh E brk(0x0)'), at(1, 'sh E exit_group(0x3)'), zombie(1)])
    expect(seen.map(({ kind }) => kind)).toEqual(['process.exec', 'process.exit'])
    expect(seen[0]).toMatchObject({
      engine: 'gvisor',
      fields: { 'process.command_args': ['/bin/sh', '/skill/main.sh'] },
    })
    expect(seen[0]?.at).toBeCloseTo(Date.parse('2026-01-02T03:04:05Z') + 123.456789, 3)
    expect(summary).toMatchObject({ started: true, exitCode: 3, unread: 0, orphans: 0 })
  })

  it('reads records that threads wrote at once, which share a line and leave an empty one', () => {
    const seen: Observation[] = []
    const kernel = createKernelWatch({
      emit: (observation) => seen.push(observation),
      present: createPresence(() => false),
      hookFolder: '/dev/.hook',
      cwd: '/skill',
      reader: createGvisorReader(['/bin/sh', '/skill/main.sh']),
    })
    const [brk, one, two] = [at(1, 'sh E brk(0x0)'), opened('/data/a"}{"msg":"'), opened('/data/b')].map(
      encode,
    )
    for (const line of [brk ?? '', `${one}${two}`, '', `${one}{"msg"`]) kernel.line(line)
    expect(seen.map(({ fields }) => fields['file.path']).filter((path) => path !== undefined)).toEqual([
      '/data/a"}{"msg":"',
      '/data/b',
    ])
    expect(kernel.end()).toMatchObject({ unread: 1, orphans: 0 })
  })

  it('tells a signal that ended a process from an exit', () => {
    expect(watch([at(1, 'Signal 11: terminating thread group'), zombie(1)]).summary.signal).toBe('SIGSEGV')
    expect(watch([zombie(1)]).summary.signal).toBe('SIGKILL')
  })

  it('follows a child, what it runs and where it connects', () => {
    const { seen, summary } = watch([
      at(1, 'sh E vfork()'),
      at(2, 'sh X execve(0x5 /usr/bin/curl, 0x5 ["curl", "a \\"b\\"\\n"], 0x5 ["A=1"]) = 0 (0x0) (7µs)'),
      at(1, 'sh X vfork() = 2 (0x2) (1ms)'),
      at(2, 'curl X socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0x6) = 5 (0x5) (3µs)'),
      at(
        2,
        'curl X connect(0x5 socket:[9], 0x7f {Family: AF_INET, Addr: 45.9.148.35, Port: 443}, 0x10) = 0 (0x0) errno=115 (operation now in progress) (1µs)',
      ),
      at(2, 'curl E exit_group(0x0)'),
      zombie(2),
    ])
    expect(summary).toMatchObject({ unread: 0, orphans: 0 })
    const [, exec, connect, exit] = seen
    expect(exec?.fields).toMatchObject({
      'process.command_args': ['curl', 'a "b"\n'],
      'run.parent_exec_id': '1.1',
    })
    expect(connect).toMatchObject({
      kind: 'net.connect',
      fields: {
        'network.transport': 'tcp',
        'server.address': '45.9.148.35',
        'server.port': 443,
        'effect.outcome': 'attempted',
      },
    })
    expect(exit?.fields).toMatchObject({ 'process.pid': 2, 'process.exit.code': 0 })
  })

  it('keeps two sockets of a process apart, by numbers that the host never has', () => {
    const to = (number: number): string =>
      at(
        1,
        `x X connect(0x5 socket:[${number}], 0x7f {Family: AF_INET, Addr: 1.2.3.4, Port: 443}, 0x10) ${ok}`,
      )
    const { seen } = watch([
      at(1, 'x X socket(AF_INET, SOCK_STREAM, 0x6) = 5 (0x5) (3µs)'),
      ...[to(9), to(9), to(10)],
    ])
    const flows = seen.filter(({ kind }) => kind === 'net.connect').map((connect) => connect.flow?.inode)
    expect(flows).toEqual([-9, -10])
  })

  it('tells a datagram from when its call began, before the network has it', () => {
    const seen: Observation[] = []
    const kernel = createKernelWatch({
      emit: (observation) => seen.push(observation),
      present: createPresence(() => false),
      hookFolder: '/dev/.hook',
      cwd: '/skill',
      reader: createGvisorReader(['/bin/sh']),
    })
    const text = 'sendto(0x3 socket:[4], 0x7f 0, 0x0, 0x0, {Family: AF_INET, Addr: 1.2.3.4, Port: 9}, 0x10)'
    const log = (second: number, msg: string): boolean =>
      kernel.line(JSON.stringify({ msg, level: 'info', time: `2026-01-02T03:04:0${second}Z` }))
    log(5, at(1, 'x E brk(0x0)'))
    log(6, at(1, `x E ${text}`))
    log(8, at(1, `x X ${text} = 3 (0x3) (1.5ms)`))
    expect(seen.find(({ kind }) => kind === 'net.connect')?.at).toBe(Date.parse('2026-01-02T03:04:06Z'))
  })

  it('does not guess where a path could be read in two ways, or a name pretends to be a call', () => {
    expect(watch([opened('/tmp/a, 0x41 b')]).summary.unread).toBe(1)
    expect(
      watch([at(1, `x X kill(1 X openat(AT_FDCWD /, 0x7f /x, O_RDONLY, 0o0) ${ok}`)]).summary.unread,
    ).toBe(1)
    const path = '/a, 0x1 ["x"], 0x2 ["y"]'
    expect(watch([at(1, `sh X execve(0x5 ${path}, 0x5 ["z"], 0x5 []) = 0 (0x0) (7µs)`)]).summary.unread).toBe(
      1,
    )
  })
})

describe('hostile bytes', () => {
  const name = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((text) => !/[\0/]|^\.\.?$|\uFFFD/.test(text))

  it('a path is told as it is, or the trace says that it is not whole', () => {
    fc.assert(
      fc.property(name, (text) => {
        const path = `/data/${text}`
        const { seen, summary } = watch([opened(path)])
        const paths = seen.map(({ fields }) => fields['file.path']).filter((found) => found !== undefined)
        if (summary.unread === 0) expect(paths).toEqual([Buffer.from(path).toString('utf8')])
        else expect(paths).toEqual([])
      }),
    )
  })

  it('no line throws, and no line of a sample becomes two', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 120 })), (lines) => {
        const kernel = createGvisorReader(['x'])
        for (const line of lines) {
          kernel.read(line)
          kernel.read(encode(`[   1:   1] ${line}`))
          kernel.read(encode(at(1, `sh X execve(${line}) ${ok}`)))
          expect((kernel.read(encode(at(1, `sh X unlink(0x1 ${line}) ${ok}`))) ?? []).length).toBeLessThan(2)
        }
      }),
    )
  })

  it('argument lists come back as they were', () => {
    const go = (text: string): string => JSON.stringify(text).replaceAll('\x7f', '\\x7f')
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 })), (args) => {
        expect(readVectors(`[${args.map(go).join(', ')}], 0x5 ["A=1"]`)).toEqual(args)
      }),
    )
  })
})
