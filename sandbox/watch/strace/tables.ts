import { forbidden } from '../../cells/bwrap/syscalls.js'

/** Calls that make a process or thread. */
export const forking: ReadonlySet<string> = new Set(['clone', 'fork', 'vfork', 'clone3'])

const files = [
  'open openat openat2 creat unlink unlinkat rmdir rename renameat renameat2 link linkat symlink symlinkat',
  'chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat truncate mkdir mkdirat mknod mknodat chdir fchdir',
  'memfd_create',
]
const processes = ['execve execveat clone fork vfork kill tkill tgkill ptrace']
const identities = ['setuid setgid setreuid setregid setresuid setresgid setgroups capset']
const pipes = ['pipe pipe2 socketpair dup2 dup3']
const sockets = ['socket connect bind listen sendto sendmsg sendmmsg']

const names = (lists: readonly string[]): readonly string[] => lists.flatMap((list) => list.split(' '))

/** Calls whose refusal is a sign by itself: they need a privilege that nothing in a cell has. */
export const privileged: ReadonlySet<string> = new Set<string>([...forbidden, ...names(identities), 'ptrace'])

/** `-e trace=`: what the tracer is asked to stop at. `?` lets a name be unknown to this machine. */
export const traced: string = [
  ...new Set([...names(files), ...names(processes), ...names(pipes), ...names(sockets), ...privileged]),
]
  .map((name) => `?${name}`)
  .join(',')
