import type { InsideCheck } from '../check.js'

/** Refused by the filter or the kernel, or ended by the filter. */
const denied = /^(?:EPERM|EACCES|ENOSYS|EINVAL|EBADF|ESRCH|EFAULT|killed by SIGSYS)$/
const forbidden = /^(?:EPERM|killed by SIGSYS)$/
const absent = /^ENOSYS$/

/** Attempts on namespaces, privileges and the rarer doors of the kernel. */
export const kernelChecks: readonly InsideCheck[] = [
  { name: 'mount', attempt: "call('mount', b'x', b'/tmp', b'tmpfs', 0, 0)", contained: forbidden },
  { name: 'new mount interface', attempt: "call('fsopen', b'tmpfs', 0)", contained: forbidden },
  { name: 'open a mount tree', attempt: "call('open_tree', -100, b'/', 1)", contained: forbidden },
  { name: 'unmount', attempt: "call('umount2', b'/skill', 2)", contained: forbidden },
  { name: 'pivot the root', attempt: "call('pivot_root', b'/tmp', b'/tmp')", contained: forbidden },
  { name: 'change the root', attempt: "call('chroot', b'/tmp')", contained: forbidden },
  { name: 'new user namespace', attempt: "call('unshare', 0x10000000)", contained: forbidden },
  {
    name: 'new user namespace by clone',
    attempt: "call('clone', 0x10000011, 0, 0, 0, 0)",
    contained: forbidden,
  },
  { name: 'clone3', attempt: "call('clone3', 0, 0)", contained: absent },
  {
    name: 'join a namespace',
    attempt: "call('setns', os.open('/proc/self/ns/net', 0), 0)",
    contained: forbidden,
  },
  { name: 'open by handle', attempt: "call('open_by_handle_at', 0, 0, 0)", contained: forbidden },
  { name: 'set the host name', attempt: "call('sethostname', b'x', 1)", contained: forbidden },
  { name: 'set the clock', attempt: "call('clock_settime', 0, 0)", contained: forbidden },
  { name: 'keyring', attempt: "call('keyctl', 0, -3, 0)", contained: forbidden },
  { name: 'add a key', attempt: "call('add_key', b'user', b'x', b'y', 1, -3)", contained: forbidden },
  { name: 'bpf', attempt: "call('bpf', 0, 0, 0)", contained: forbidden },
  { name: 'performance events', attempt: "call('perf_event_open', 0, 0, -1, -1, 0)", contained: forbidden },
  { name: 'userfaultfd', attempt: "call('userfaultfd', 0)", contained: forbidden },
  { name: 'io_uring', attempt: "call('io_uring_setup', 1, 0)", contained: absent },
  { name: 'secret memory', attempt: "call('memfd_secret', 0)", contained: absent },
  { name: 'kernel module', attempt: "call('finit_module', 0, b'', 0)", contained: forbidden },
  { name: 'kernel log', attempt: "call('syslog', 3, 0, 0)", contained: forbidden },
  { name: 'reboot', attempt: "call('reboot', 0, 0, 0, 0)", contained: forbidden },
  {
    name: 'read the memory of another process',
    attempt: "call('process_vm_readv', 1, 0, 0, 0, 0, 0)",
    contained: forbidden,
  },
  {
    name: 'take a descriptor of another process',
    attempt: "call('pidfd_getfd', 0, 0, 0)",
    contained: forbidden,
  },
  {
    name: 'second call table',
    attempt: 'call(0x40000000 + 39)',
    contained: /^killed by SIGSYS$/,
    arch: 'x64',
  },
  {
    name: 'calls of the older machine',
    attempt: "machine_code(b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3')",
    contained: /^killed by SIG(?:SYS|SEGV)$/,
    arch: 'x64',
  },
  { name: 'become root', attempt: 'attempt(lambda: os.setuid(0))', contained: denied },
  {
    name: 'capabilities',
    attempt: "status('CapEff') + status('CapPrm') + status('CapBnd')",
    contained: /^0+$/,
  },
  { name: 'privileges by exec', attempt: "status('NoNewPrivs')", contained: /^1$/ },
  { name: 'kernel filter', attempt: "status('Seccomp')", contained: /^2$/ },
  {
    name: 'raise a limit',
    attempt:
      'attempt(lambda: resource.setrlimit(resource.RLIMIT_NPROC, (4096, resource.getrlimit(resource.RLIMIT_NPROC)[1] + 4096)))',
    contained: /^(?:EPERM|ValueError.*)$/,
  },
  {
    name: 'real-time priority',
    attempt: 'attempt(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10)))',
    contained: /^EPERM$/,
  },
  {
    name: 'run a setuid program',
    attempt: "os.popen('/bin/su -c /usr/bin/id root </dev/null 2>&1').read().strip()[:80]",
    // It was tried, and su itself (or the shell that looked for it) says that it came to nothing.
    contained: /^(?=.*\bsu: )(?!.*uid=0)/s,
  },
  {
    // Its memory is in reach, as that of any process of the same user: it must hold nothing that a sample lacks.
    name: 'gain from the first process',
    attempt: "' '.join(status(f, 1) for f in ('Seccomp', 'NoNewPrivs', 'CapEff', 'CapPrm', 'CapBnd'))",
    contained: /^2 1 0+ 0+ 0+$/,
  },
  {
    name: 'find something of the harness below /usr and /opt',
    attempt:
      "' '.join(n for d in ('/usr/local', '/usr/local/bin', '/usr/local/lib', '/opt') if os.path.isdir(d) for n in os.listdir(d) if 'clawback' in n.lower())",
    contained: /^$/,
  },
]
