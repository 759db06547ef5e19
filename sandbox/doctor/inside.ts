import { numbers, callNumber, machines } from '../cells/bwrap/syscalls.js'
import type { InsideCheck } from './check.js'

/**
 * A Python program that makes every attempt in a child of its own and prints one JSON line for each: an attempt may
 * hang, crash or be killed without touching the others.
 */
export function insideProgram(checks: readonly InsideCheck[]): string {
  const machine = machines[process.arch]
  const calls = Object.fromEntries(
    Object.keys(numbers).map((name) => [
      name,
      machine === undefined ? -1 : (callNumber(name, machine) ?? -1),
    ]),
  )
  const attempts = checks.map(({ name, attempt }) => `    (${JSON.stringify(name)}, lambda: ${attempt}),`)
  return `${helpers(JSON.stringify(calls))}
attempts = [
${attempts.join('\n')}
]
for name, action in attempts:
    print(json.dumps({'name': name, 'answer': in_child(action)}), flush=True)
`
}

const helpers = (calls: string): string => `
import ctypes, errno, fcntl, json, mmap, os, resource, select, signal, socket, struct, sys
calls = json.loads(${JSON.stringify(calls)})
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
MACHINE = os.uname().machine

def name_of(number):
    return errno.errorcode.get(number, str(number))

def call(name, *args):
    number = calls.get(name, name) if isinstance(name, str) else name
    if number == -1:
        return 'ENOSYS'
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
    return name_of(ctypes.get_errno()) if result == -1 else 'OK'

def attempt(action):
    try:
        result = action()
        return 'OK' if result is None else 'OK ' + str(result)
    except OSError as error:
        return name_of(error.errno)

def read(path, size=64):
    return attempt(lambda: open(path, 'rb').read(size))

def write(path, data=b'x'):
    def go():
        with open(path, 'wb', buffering=0) as file:
            file.write(data)
    return attempt(go)

def listing(path):
    try:
        return ' '.join(sorted(os.listdir(path)))
    except OSError as error:
        return name_of(error.errno)

def same_root(path):
    return 'own root' if listing(path) in (listing('/'), 'EACCES', 'EPERM') else listing(path)

def connect(address, family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.settimeout(3)
    return attempt(lambda: s.connect(address))

def status(field, pid='self'):
    for line in open('/proc/%s/status' % pid):
        if line.startswith(field + ':'):
            return line.split(':', 1)[1].strip()

def machine_code(code):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_long)(address)()

def terminal(request):
    return attempt(lambda: fcntl.ioctl(0, request, b'x'))

def own_kernel():
    log = ctypes.create_string_buffer(4096)
    return 'own' if call('syslog', 3, log, 4096) == 'OK' and b'gVisor' in log.value.split(b'\\n')[0] else 'not its own'

def reach_host():
    call('unshare', 0x20000)
    return ' '.join([
        write('/usr/bin/x'), write('/etc/ld.so.preload'), read('/etc/shadow'),
        attempt(lambda: socket.socket(17, 3)), attempt(lambda: socket.socket(2, 3, 1)),
        call('mount', 0, b'/usr', 0, 0x1020, 0), call('mount', b'/', b'/tmp', b'none', 0x1000, 0),
        attempt(lambda: os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))),
    ])

def in_child(action):
    reader, writer = os.pipe()
    # The attempt looks at its parent's descriptors too: it begins when only the reading end is left there.
    waiting, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        os.close(go)
        os.read(waiting, 1)
        os.close(waiting)
        try:
            answer = str(action())
        except BaseException as error:
            answer = type(error).__name__ + ' ' + str(error)
        os.write(writer, ('=' + answer).encode()[:400])
        os._exit(0)
    os.close(writer)
    os.close(waiting)
    os.close(go)
    answer = ''
    if select.select([reader], [], [], 3)[0]:
        answer = os.read(reader, 400).decode('utf8', 'replace')
    else:
        os.kill(pid, signal.SIGKILL)
        answer = 'hung'
    os.close(reader)
    how = os.waitpid(pid, 0)[1]
    return answer[1:] if answer.startswith('=') else answer or ('killed by ' + signal.Signals(os.WTERMSIG(how)).name if os.WIFSIGNALED(how) else 'silent')
`
