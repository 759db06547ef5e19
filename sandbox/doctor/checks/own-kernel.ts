import type { OwnKernelAnswers } from '../check.js'

const lacksCall: OwnKernelAnswers = {
  refused: /^ENOSYS$/,
  why: 'gVisor has no such call, and passes none on to the host.',
}
const lacksOperation: OwnKernelAnswers = {
  refused: /^(?:ENOTSUP|EOPNOTSUPP|ENOSYS|EPERM)$/,
  why: 'gVisor knows the call and does not do it.',
}
/** Every answer of `reach_host`: writing to what is shared, reading secrets, raw sockets, mounts, devices. */
const outOfReach = '(?:(?:EACCES|EPERM|EROFS|ENOENT|EAFNOSUPPORT|EPROTONOSUPPORT|ENODEV)(?: |$|(?==))){8}'

/**
 * Checks whose answers are others behind gVisor's kernel, each judged for itself: what is not named here must be
 * answered as in the default cell. Answers are those of the release of December 2022.
 */
export const ownKernelAnswers: Readonly<Record<string, OwnKernelAnswers>> = {
  'new mount interface': lacksCall,
  'open a mount tree': lacksCall,
  userfaultfd: lacksCall,
  'read the memory of another process': lacksCall,
  'take a descriptor of another process': lacksCall,
  'second call table': {
    refused: /^(?:ENOSYS|killed by SIGSYS)$/,
    why: 'gVisor has one table of calls only.',
  },
  'join a namespace': lacksOperation,
  'open by handle': lacksOperation,
  keyring: { refused: /^(?:EACCES|ENOSYS|EPERM)$/, why: 'gVisor keeps no keys.' },
  'add a key': { refused: /^(?:EACCES|ENOSYS|EPERM)$/, why: 'gVisor keeps no keys.' },
  'performance events': { refused: /^(?:ENODEV|ENOSYS|EPERM)$/, why: 'gVisor counts nothing.' },
  'real-time priority': { refused: /^(?:EINVAL|EPERM)$/, why: 'gVisor knows the normal policy only.' },
  'open the terminal': { refused: /^(?:EIO|ENXIO|ENOENT)$/, why: 'The session has no terminal.' },
  'privileges by exec': {
    attempt: 'libc.prctl(39, 0, 0, 0, 0)',
    refused: /^1$/,
    why: 'gVisor does not write this into /proc, but tells it when asked.',
  },
  'gain from the first process': {
    attempt:
      "' '.join(status(f, 1) for f in ('CapEff', 'CapPrm', 'CapBnd')) + ' ' + str(status('Uid', 1) == status('Uid'))",
    refused: /^0+ 0+ 0+ True$/,
    why: 'The first process is the sample itself.',
  },
  'see processes of the host': {
    attempt:
      "' '.join(sorted({status('Name', p) for p in os.listdir('/proc') if p.isdigit()})) + ' ' + ' '.join(p for p in os.listdir('/proc') if p.isdigit() and status('PPid', p) == '0')",
    refused: /^python3(?: sh)?(?: su)? 1$/,
    why: 'Every process descends from the sample, which is process 1.',
  },
  'new user namespace': {
    attempt: "call('unshare', 0x10000000) + ' ' + reach_host()",
    confined: new RegExp(`^OK ${outOfReach}$`),
    why: 'The namespace is gVisor’s own; with all its rights nothing that is shared, secret or a device is reached.',
  },
  'new user namespace by clone': {
    // Both sides of the fork answer.
    attempt: "call('clone', 0x10000011, 0, 0, 0, 0) + ' ' + reach_host()",
    confined: new RegExp(`^OK ${outOfReach}(?:=OK ${outOfReach})?$`),
    why: 'The namespace is gVisor’s own; with all its rights nothing that is shared, secret or a device is reached.',
  },
  io_uring: {
    attempt: "call('io_uring_setup', 4, ctypes.create_string_buffer(120)) + ' ' + own_kernel()",
    refused: /^ENOSYS own$/,
    confined: /^OK own$/,
    why: 'The ring is gVisor’s own; the filter around gVisor’s process knows no such call of the host.',
  },
  'kernel log': {
    attempt: "'OK ' + own_kernel()",
    confined: /^OK own$/,
    why: 'It is gVisor’s own log, from its first line on.',
  },
  'calls of the older machine': {
    refused: /^killed by SIG(?:SYS|SEGV)$/,
    // Number 20 is getpid on the older machine, which never fails, and writev in gVisor's only table.
    confined: /^-(?:9|14|38)$/,
    why: 'gVisor takes the interrupt for a call of its own table: the answer is that of writev, not of getpid.',
  },
  'become root': {
    attempt: "attempt(lambda: os.setuid(0)) + ' ' + status('CapEff') + status('CapPrm') + ' ' + reach_host()",
    confined: new RegExp(`^OK 0+ ${outOfReach}$`),
    why: 'The sample has uid 0 from the start, without a capability; on the host it is the unprivileged uid.',
  },
  'kernel filter': {
    attempt: "status('Seccomp') + ' ' + own_kernel()",
    refused: /^2 own$/,
    confined: /^0 own$/,
    why: 'Calls end in gVisor’s kernel; the filter stands around that (see: rights on the host).',
  },
  'be traced by the parent': {
    attempt:
      "call(101 if MACHINE == 'x86_64' else 117, 0, 0, 0, 0) + ' ' + str(status('TracerPid') in ('0', str(os.getppid())))",
    confined: /^OK True$/,
    why: 'Between processes of the sample only: the tracer is the sample’s own parent.',
  },
}
