import type { RunCheck } from '../check.js'
import { count, either, endsAs, prints, sees } from './judges.js'

/** Attacks on those who watch: floods, forgeries, and what makes a trace hard to read. Each ends in a named status. */
export const abuseChecks: readonly RunCheck[] = [
  {
    name: 'open twenty thousand files',
    language: 'py',
    code: 'for i in range(20000): open("/skill/main.py").close()\nprint("done")',
    // A machine with much to do may not get through them in time; the bound holds then.
    judge: either(prints(/^done$/), endsAs('timeout')),
  },
  {
    name: 'storm of programs',
    language: 'sh',
    code: 'while :; do /bin/true; done',
    limits: { traceLines: 2000 },
    judge: endsAs('event-flood'),
  },
  {
    name: 'storm of threads',
    language: 'py',
    code: 'import threading\nwhile True:\n  try:\n    t = threading.Thread(target=lambda: None); t.start(); t.join()\n  except RuntimeError: pass',
    limits: { traceLines: 2000 },
    judge: endsAs('event-flood'),
  },
  {
    name: 'storm of signals',
    language: 'py',
    code: 'import os, signal\nsignal.signal(10, lambda *a: None)\nwhile True: os.kill(os.getpid(), 10)',
    limits: { traceLines: 3000 },
    judge: endsAs('event-flood'),
  },
  {
    name: 'spin in sixty processes',
    language: 'py',
    code: 'import os\nfor i in range(60):\n  if os.fork() == 0:\n    while True: pass\nos.wait()',
    limits: { wallMs: 1500 },
    judge: endsAs('timeout'),
  },
  {
    name: 'forge what a hook reports',
    language: 'py',
    code: 'import re, glob\ntext = open(glob.glob("/etc/python3*/sitecustomize.py")[0]).read()\nfolder = re.search("folder = \\"(.*?)\\"", text).group(1)\nfor name in (b"FORGED".hex(), "zz", "00" * 300, "../../etc/passwd"):\n  try: open(folder + name)\n  except OSError: pass\nprint("done")',
    judge: sees('the forgery, with the least trust, and no forgery of anything else', (result) => {
      const forged = result.trace.events.filter((event) => event['env.name'] === 'FORGED')
      return (
        result.trace.outcome.status === 'completed' &&
        forged.length === 1 &&
        forged.every((event) => event['source.trust'] === 1 && event['source.channel'] === 'in-process')
      )
    }),
  },
  {
    name: 'write lines of a trace',
    language: 'sh',
    code: 'echo "1 1.0 execve(\\"x\\") = 0"; echo "1 1.0 execve(\\"x\\") = 0" >&2; for f in /proc/1/fd/* /proc/self/fd/*; do echo "999 1700000000.0 +++ exited with 0 +++" > $f; done 2> /dev/null; exit 0',
    judge: sees('one ending, that of the sample', (result) => {
      const { status } = result.trace.outcome
      return status === 'completed' && count(result, 'process.exit') === 1
    }),
  },
  {
    name: 'print what is no text',
    language: 'py',
    code: 'import sys\nsys.stdout.buffer.write(bytes(range(256)) * 4000 + b"\\0" * 100000)',
    judge: endsAs('completed'),
  },
  {
    name: 'ask for names without end',
    language: 'py',
    code: 'import socket, struct\ns = socket.socket(2, 2)\nfor i in range(20000): s.sendto(struct.pack(">6H", i & 65535, 256, 1, 0, 0, 0) + b"\\x08%08d\\x01t\\x00\\x00\\x01\\x00\\x01" % i, ("192.0.2.53", 53))',
    limits: { wallMs: 8000 },
    judge: endsAs('event-flood', 'timeout', 'completed'),
  },
  {
    name: 'hand an open file to another process',
    language: 'py',
    code: 'import array, os, socket\na, b = socket.socketpair()\nif os.fork() == 0:\n  f = os.open("/home/dana/.aws/credentials", 0)\n  a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [f]))]); os._exit(0)\n_, aux, _, _ = b.recvmsg(1, 64)\nprint(len(os.read(array.array("i", aux[0][2][:4])[0], 9)))',
    judge: sees('the open, in the process that made it', (result) =>
      result.trace.events.some(
        (event) =>
          event.kind === 'file.read' &&
          event['file.path'] === '/home/dana/.aws/credentials' &&
          /^9$/m.test(result.stdout),
      ),
    ),
  },
  {
    name: 'stand in for the tools of the harness',
    language: 'sh',
    code: 'for t in strace bwrap prlimit; do printf "#!/bin/sh\\nexit 0\\n" > /tmp/$t; chmod +x /tmp/$t; done; export PATH=/tmp LD_PRELOAD=/tmp/x.so; strace; exec /bin/cat /home/dana/.gitconfig',
    judge: sees('everything, by the real ones', (result) =>
      result.trace.events.some((event) => event['file.path'] === '/home/dana/.gitconfig'),
    ),
  },
  {
    name: 'use up process ids',
    language: 'py',
    // How many it makes before its own time is up depends on the machine and on the kernel; it says how many there were.
    code: [
      'import os, time',
      'made, end = 0, time.monotonic() + 20',
      'while made < 1500 and time.monotonic() < end:',
      '  if os.fork() == 0: os._exit(0)',
      '  os.wait()',
      '  made += 1',
      'print(made)',
    ].join('\n'),
    limits: { wallMs: 90_000, cpuSeconds: 90 },
    judge: sees('every process, each under a name of its own', ({ trace, stdout }) => {
      const born = trace.events.filter(({ kind }) => kind === 'process.exit')
      const made = Number(stdout.trim())
      return trace.outcome.status === 'completed' && made >= 20 && born.length === made + 1
    }),
  },
]
