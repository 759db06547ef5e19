import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../ports.js'
import { createPresence } from './presence.js'
import { createKernelWatch } from './watch.js'
import type { KernelSummary } from './watch.js'

const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
const str = (text: string): string => `"${hex(text)}"`

/** Lines as the tracer writes them: the cell's set-up is tid 1 and 2, the sample starts as 3. */
function watch(lines: readonly string[]): {
  readonly seen: Observation[]
  readonly summary: KernelSummary
  readonly kinds: string[]
} {
  const seen: Observation[] = []
  const kernel = createKernelWatch({
    emit: (observation) => seen.push(observation),
    present: createPresence((path) => path === '/home/dana/.bashrc'),
    hookFolder: '/dev/.hook',
    cwd: '/skill',
  })
  const setUp = [
    `1 1.000000 execve(${str('/usr/bin/bwrap')}, [${str('bwrap')}], 0x1 /* 1 var */) = 0`,
    `1 1.000001 openat(AT_FDCWD<${hex('/')}>, ${str('/etc/secret')}, O_RDONLY) = 3<${hex('/etc/secret')}>`,
    '1 1.000002 clone(child_stack=NULL, flags=CLONE_NEWUSER|SIGCHLD) = 2',
    "2 1.000003 clone(child_stack=NULL, flags=SIGCHLD) = 2 /* 3 in strace's PID NS */",
    `3 1.000004 execve(${str('/bin/sh')}, [${str('sh')}, ${str('-c')}, ${str('a b')}], 0x1 /* 1 var */) = 0`,
  ]
  let time = 2
  for (const line of [...setUp, ...lines])
    kernel.line(
      /^\d+ \d+\./.test(line)
        ? line
        : line.replace(/^(\d+) /, (_, tid: string) => `${tid} ${(time += 1)}.000000 `),
    )
  const summary = kernel.end()
  return { seen, summary, kinds: seen.map(({ kind }) => kind).filter((kind) => kind !== 'process.exec') }
}

const open = (tid: number, path: string, flags: string, result = '4'): string =>
  `${tid} openat(AT_FDCWD<${hex('/skill')}>, ${str(path)}, ${flags}) = ${result}`

describe('the kernel watch', () => {
  it('begins with the sample, not with the set-up of its cell', () => {
    const { seen, summary } = watch(['3 +++ exited with 0 +++', '2 +++ exited with 0 +++'])
    expect(seen.map(({ kind }) => kind)).toEqual(['process.exec', 'process.exit'])
    expect(seen[0]?.fields).toMatchObject({
      'process.command_args': ['sh', '-c', 'a b'],
      'process.command_line': "sh -c 'a b'",
      'process.working_directory': '/skill',
      'run.exec_id': '1.1',
    })
    expect(summary).toMatchObject({ started: true, exitCode: 0, unread: 0, orphans: 0 })
  })

  it('misses nothing of a thread whose maker was killed inside clone, and does of one that acted', () => {
    const ends = ['4 +++ killed by SIGKILL +++', '3 +++ exited with 1 +++']
    expect(watch(ends).summary.orphans).toBe(0)
    expect(watch([open(4, '/etc/passwd', 'O_RDONLY'), ...ends]).summary.orphans).toBe(1)
  })

  it('takes a call that the tracer never got to name for none', () => {
    const { summary } = watch(['3 ???( <unfinished ...>', '3 +++ killed by SIGKILL +++'])
    expect(summary).toMatchObject({ unread: 0, orphans: 0 })
  })

  it('says that nothing started, and that a line made no sense', () => {
    const kernel = createKernelWatch({
      emit: () => undefined,
      present: createPresence(() => false),
      hookFolder: '/x',
      cwd: '/',
    })
    kernel.line('nonsense')
    expect(kernel.end()).toMatchObject({ started: false, unread: 1 })
  })

  it('joins what was interrupted, and knows a child before its parent has heard of it', () => {
    const { seen } = watch([
      '3 vfork( <unfinished ...>',
      `9 execve(${str('/usr/bin/curl')}, [${str('curl')}], 0x1 /* 1 var */ <unfinished ...>`,
      "3 <... vfork resumed>) = 3 /* 9 in strace's PID NS */",
      '9 <... execve resumed>) = 0',
      '9 +++ exited with 7 +++',
    ])
    const [, exec, exit] = seen
    expect(exec?.fields).toMatchObject({
      'process.executable.name': 'curl',
      'run.exec_id': '2.1',
      'run.parent_exec_id': '1.1',
      'process.parent_pid': 3,
    })
    expect(exit?.fields).toMatchObject({ 'process.exit.code': 7, 'run.exec_id': '2.1' })
  })

  it('tells a thread from a child', () => {
    const { seen } = watch([
      "3 clone(child_stack=0x1, flags=CLONE_VM|CLONE_THREAD|CLONE_SETTLS) = 3 /* 9 in strace's PID NS */",
      open(9, 'x', 'O_RDONLY'),
      '9 +++ exited with 0 +++',
      open(3, 'y', 'O_RDONLY'),
    ])
    expect(seen.map(({ fields }) => [fields['file.path'], fields['process.pid']])).toEqual([
      [undefined, 3],
      ['/skill/x', 3],
      ['/skill/y', 3],
    ])
  })

  it('holds the lines of a child when two are being made, until it knows whose it is', () => {
    const { seen, summary } = watch([
      "3 clone(child_stack=NULL, flags=SIGCHLD) = 3 /* 8 in strace's PID NS */",
      '3 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>',
      '8 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>',
      open(10, 'from-eight', 'O_RDONLY'),
      open(9, 'from-three', 'O_RDONLY'),
      "8 <... clone resumed>) = 5 /* 10 in strace's PID NS */",
      "3 <... clone resumed>) = 4 /* 9 in strace's PID NS */",
    ])
    expect(seen.slice(1).map(({ fields }) => [fields['file.path'], fields['process.parent_pid']])).toEqual([
      ['/skill/from-eight', 8],
      ['/skill/from-three', 3],
    ])
    expect(summary.orphans).toBe(0)
  })

  it('does not confuse a process with an earlier one of the same id', () => {
    const fork = "3 clone(child_stack=NULL, flags=SIGCHLD) = 3 /* 9 in strace's PID NS */"
    const { seen } = watch([fork, '9 +++ exited with 1 +++', fork, '9 +++ exited with 2 +++'])
    expect(seen.slice(1).map(({ fields }) => [fields['run.exec_id'], fields['process.exit.code']])).toEqual([
      ['2.0', 1],
      ['3.0', 2],
    ])
  })

  it('follows a process into another folder', () => {
    const { seen } = watch([
      `3 chdir(${str('/tmp')}) = 0`,
      `3 unlink(${str('x')}) = 0`,
      `3 rename(${str('a')}, ${str('../b')}) = 0`,
    ])
    expect(seen.slice(1).map(({ fields }) => [fields['file.path'], fields['file.target_path']])).toEqual([
      ['/tmp/x', undefined],
      ['/tmp/a', '/b'],
    ])
  })

  it('knows reading from writing, new from old, and what was refused', () => {
    const { seen } = watch([
      open(3, '/home/dana/.bashrc', 'O_WRONLY|O_CREAT|O_APPEND'),
      open(3, '/tmp/new', 'O_WRONLY|O_CREAT|O_TRUNC'),
      open(3, '/tmp/new', 'O_WRONLY|O_CREAT|O_TRUNC'),
      open(3, '/etc/x', 'O_WRONLY|O_CREAT', '-1 EROFS (Read-only file system)'),
      open(3, '/home/dana/.ssh/id_rsa', 'O_RDONLY', '-1 ENOENT (No such file or directory)'),
    ])
    expect(
      seen.slice(1).map(({ kind, fields }) => [kind, fields['file.operation'], fields['effect.outcome']]),
    ).toEqual([
      ['file.write', 'append', 'success'],
      ['file.write', 'create', 'success'],
      ['file.write', 'truncate', 'success'],
      ['file.write', 'create', 'denied'],
      ['file.read', undefined, 'failure'],
    ])
  })

  it('counts what every program reads, and tells the rest once', () => {
    const { seen } = watch([
      open(3, '/usr/lib/libc.so', 'O_RDONLY'),
      open(3, '/usr/lib/libm.so', 'O_RDONLY'),
      open(3, '/home/dana/.aws/credentials', 'O_RDONLY'),
      open(3, '/home/dana/.aws/credentials', 'O_RDONLY'),
    ])
    expect(seen.slice(1).map(({ fields }) => [fields['file.path'], fields['volume.items']])).toEqual([
      ['/home/dana/.aws/credentials', undefined],
      ['/usr', 2],
    ])
  })

  it('tells a forbidden call by its signal, or by its refusal', () => {
    const trapped = watch([
      '3 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x1, si_syscall=__NR_mount, si_arch=AUDIT_ARCH_X86_64} ---',
      '3 +++ killed by SIGSYS +++',
    ])
    expect(trapped.kinds).toEqual(['syscall.denied', 'process.exit'])
    expect(trapped.seen[1]?.fields).toMatchObject({ 'syscall.name': 'mount' })
    expect(trapped.summary).toMatchObject({ trapped: true, signal: 'SIGSYS' })
    const refused = watch([
      '3 unshare(CLONE_NEWUSER) = -1 EPERM (Operation not permitted)',
      '3 ptrace(PTRACE_TRACEME) = 0 (INJECTED)',
    ])
    expect(refused.seen.slice(1).map(({ fields }) => fields['syscall.name'])).toEqual(['unshare', 'ptrace'])
  })

  it('ties a connection to its socket, also after the tracer has stopped naming it', () => {
    const address = `{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(${str('9.9.9.9')})}`
    const { seen } = watch([
      '3 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 5<UDP:[777]>',
      `3 sendto(5<UDP:[0.0.0.0:4000]>, ${str('q')}, 1, 0, ${address}, 16) = 1`,
    ])
    expect(seen[1]).toMatchObject({
      kind: 'net.connect',
      flow: { inode: 777, peer: { address: '9.9.9.9', port: 53 } },
    })
  })

  it('tells what was executed without a file, and what was never found', () => {
    const { seen } = watch([
      `3 memfd_create(${str('x')}, 0) = 4<${hex('/memfd:x')}>(deleted)`,
      `3 execve(${str('/usr/local/bin/nope')}, [${str('nope')}], 0x1 /* 1 var */) = -1 ENOENT (No such file or directory)`,
      `3 execve(${str('/bin/nope')}, [${str('nope')}], 0x1 /* 1 var */) = -1 ENOENT (No such file or directory)`,
      `3 execveat(4<${hex('/memfd:x')}>(deleted), "", [${str('y')}], 0x1 /* 1 var */, AT_EMPTY_PATH) = 0`,
    ])
    expect(seen[1]?.fields).toMatchObject({ 'process.fileless': true, 'run.exec_id': '1.2' })
    const failed = watch([
      `3 execve(${str('/bin/nope')}, [${str('nope')}], 0x1 /* 1 var */) = -1 ENOENT (No such file or directory)`,
      '3 +++ exited with 127 +++',
    ])
    expect(failed.seen[1]?.fields).toMatchObject({
      'effect.outcome': 'failure',
      'process.executable.path': '/bin/nope',
    })
  })

  it('takes reports of the hooks for what they are, and forged ones for nothing', () => {
    const name = Buffer.from('HOME').toString('hex')
    const { seen } = watch([
      open(3, `/dev/.hook/env/${name}`, 'O_RDONLY', '-1 ENOENT (No such file or directory)'),
      open(3, '/dev/.hook/env/zz', 'O_RDONLY', '-1 ENOENT (No such file or directory)'),
      open(3, `/dev/.other/env/${name}`, 'O_RDONLY', '-1 ENOENT (No such file or directory)'),
    ])
    expect(seen.slice(1).map(({ kind, trust }) => [kind, trust])).toEqual([
      ['env.read', 1],
      ['file.read', 3],
    ])
  })

  it('takes any line without harm', () => {
    const calls = ['openat', 'clone', 'execve', 'connect', 'sendmsg', 'renameat2', 'fchmod', 'kill', 'x']
    const line = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom(...calls),
          fc.string(),
          fc.constantFrom('0', '9', '?', '-1 EPERM (x)', "3 /* 9 in strace's PID NS */"),
        )
        .map(
          ([tid, name, args, result]) => `${tid} 5.000000 ${name}(${args.replaceAll('\n', '')}) = ${result}`,
        ),
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...calls))
        .map(([tid, name]) => `${tid} 5.000000 ${name}( <unfinished ...>`),
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...calls))
        .map(([tid, name]) => `${tid} 5.000000 <... ${name} resumed>) = 0`),
      fc.integer({ min: 1, max: 12 }).map((tid) => `${tid} 5.000000 +++ killed by SIGKILL +++`),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const { seen } = watch(lines)
        for (const { kind, at } of seen) expect(typeof kind === 'string' && Number.isFinite(at)).toBe(true)
      }),
    )
  })
})
