import type { InsideCheck } from '../check.js'

const forbidden = /^(?:EPERM|EAFNOSUPPORT|EACCES|killed by SIGSYS)$/

/** Attempts on other processes, the terminal and the network. */
export const neighbourChecks: readonly InsideCheck[] = [
  {
    name: 'see processes of the host',
    attempt:
      "' '.join(sorted(open('/proc/%s/comm' % p).read().strip() for p in os.listdir('/proc') if p.isdigit()))",
    contained: /^bwrap python3(?: python3)*$/,
  },
  {
    name: 'signal a process of the host',
    attempt: 'attempt(lambda: os.kill(99999, 0))',
    contained: /^ESRCH$/,
  },
  { name: 'see the tracer', attempt: "status('TracerPid')", contained: /^0$/ },
  {
    name: 'trace the first process',
    attempt: "call(101 if MACHINE == 'x86_64' else 117, 16, 1, 0, 0) + ' ' + status('TracerPid', 1)",
    contained: /^(?:OK|EPERM|EACCES) 0$/,
  },
  {
    name: 'be traced by the parent',
    attempt: "call(101 if MACHINE == 'x86_64' else 117, 0, 0, 0, 0) + ' ' + status('TracerPid')",
    contained: /^OK 0$/,
  },
  {
    name: 'inherit descriptors',
    attempt: "' '.join(sorted(os.listdir('/proc/1/fd'))) if os.access('/proc/1/fd', os.R_OK) else 'EACCES'",
    contained: /^(?:EACCES|0 1 2(?: \d+)?)$/,
  },
  {
    // The one that is left is the pipe this answer goes through.
    name: 'descriptors of the sample',
    attempt: "' '.join(d for d in sorted(os.listdir('/proc/%d/fd' % os.getppid())) if int(d) > 2)",
    contained: /^3$/,
  },
  {
    name: 'push into the terminal',
    attempt: 'terminal(0x5412)',
    contained: /^(?:EPERM|ENOTTY|killed by SIGSYS)$/,
  },
  {
    name: 'push into the terminal past 32 bits',
    attempt: "call('ioctl', 0, 0x100005412, b'x')",
    contained: /^(?:EPERM|ENOTTY|killed by SIGSYS)$/,
  },
  {
    name: 'paste into the console',
    attempt: 'terminal(0x541c)',
    contained: /^(?:EPERM|ENOTTY|killed by SIGSYS)$/,
  },
  { name: 'open the terminal', attempt: "read('/dev/tty')", contained: /^(?:ENXIO|ENOENT|EACCES)$/ },
  {
    name: 'sockets to the hypervisor',
    attempt: 'attempt(lambda: socket.socket(40, 1))',
    contained: forbidden,
  },
  { name: 'raw packets', attempt: 'attempt(lambda: socket.socket(17, 3))', contained: forbidden },
  { name: 'raw ICMP', attempt: 'attempt(lambda: socket.socket(2, 3, 1))', contained: forbidden },
  {
    name: 'kernel cryptography sockets',
    attempt: 'attempt(lambda: socket.socket(38, 5))',
    contained: forbidden,
  },
  {
    name: 'named sockets of others',
    attempt:
      "' '.join(l.split()[7] for l in open('/proc/net/unix') if len(l.split()) > 7 and l.split()[7] != 'Path')",
    contained: /^$/,
  },
  {
    name: 'services on the loopback of the host',
    attempt: "' '.join(connect(('127.0.0.1', p)) for p in (22, 111, 631, 2024, 5432, 6379))",
    contained: /^ECONNREFUSED(?: ECONNREFUSED)*$/,
  },
  { name: 'network interfaces', attempt: "' '.join(n for _, n in socket.if_nameindex())", contained: /^lo$/ },
  {
    name: 'environment of the harness',
    attempt:
      "' '.join(sorted(k for k in os.environ if k.startswith(('CLAWBACK', 'npm_', 'VITEST', 'SUDO', 'XDG_RUNTIME'))))",
    contained: /^$/,
  },
]
