/** How an attempt is held: by checks of the self-test, by a test of its own, or not at all, for a reason. */
export type Held =
  | { readonly checks: readonly string[] }
  | { readonly test: string; readonly file: string }
  | { readonly not: string }

export interface Attempt {
  readonly what: string
  readonly held: Held
}

const by = (what: string, ...checks: readonly string[]): Attempt => ({
  what,
  held: { checks: checks.length === 0 ? [what] : checks },
})
const tested = (what: string, file: string, test: string): Attempt => ({ what, held: { file, test } })
const not = (what: string, reason: string): Attempt => ({ what, held: { not: reason } })

const lifecycle = 'sandbox/cells/bwrap/lifecycle.test.ts'
const bad = 'test/sandbox/bad-input.test.ts'
const mcp = 'sandbox/actors/mcp/mcp.test.ts'

/** The listed attempts, in their order. */
export const listed: readonly Attempt[] = [
  by('read /etc/shadow'),
  by('list the folders of the host', 'list /root', 'list /sys', 'list /run', 'list /mnt and /boot'),
  by('write below /usr'),
  by('write below /etc'),
  by('leave through /proc/1/root'),
  by('leave through /proc/self/root/../..'),
  by('hard link out of /etc'),
  by('a link out of the cell that we might follow', 'point at files of the host'),
  by('a pipe or socket that we might open', 'point at files of the host'),
  by('mount'),
  by('new user namespace'),
  by('new user namespace by clone'),
  by('clone3'),
  by('join a namespace'),
  by('change the root'),
  by('pivot the root, and the newer mount calls', 'pivot the root', 'new mount interface'),
  by('open by handle'),
  by('make a block device'),
  by('read kernel memory'),
  by('set the core dump program'),
  by('press a system request key'),
  by('change a network setting'),
  by('reach the control groups'),
  by('set the host name'),
  by('see processes of the host'),
  by('signal a process of the host'),
  by('trace the first process'),
  by('be traced by the parent'),
  by('read the memory of another process'),
  by('take a descriptor of another process'),
  by('become root'),
  by('run a setuid program', 'run a setuid program', 'privileges by exec'),
  by('raise a limit'),
  by('real-time priority'),
  by('keyring', 'keyring', 'add a key'),
  by('bpf'),
  by('performance events'),
  by('userfaultfd'),
  by('io_uring'),
  by('the second table of calls', 'second call table'),
  by('calls of the older machine'),
  by('push into the terminal'),
  by('push into the terminal past 32 bits'),
  by('paste into the console'),
  by('open the terminal'),
  by('sockets to the hypervisor'),
  by('raw packets', 'raw packets', 'raw ICMP', 'kernel cryptography sockets'),
  by('named sockets of others'),
  by('services on the loopback of the host'),
  by('ask for cloud credentials'),
  by('inherit descriptors', 'inherit descriptors', 'descriptors of the sample'),
  by('fork without end'),
  by('take memory'),
  by('fill the disk'),
  by('use up the inodes'),
  by('fill the shared memory'),
  by('use up the descriptors'),
  by('flood the output'),
  by('hang and ignore every signal'),
  by('outlive the run as a daemon'),
  by('open twenty thousand files'),
  tested('a server that never ends its line', mcp, 'endless-line'),
  by('carry a secret out through names'),
  by('send raw datagrams'),
  tested('lists of a server that never end', mcp, 'endless-cursor'),
  tested('schemas of a server that are too large or too deep', mcp, "['huge'"),
  tested('archives that swell, and links in the folder of a sample', bad, 'a folder of links and archives'),
  by('file names with line breaks and escapes', 'hide behind odd file names'),
  by('forge what a hook reports'),
  by('storms of programs, threads and signals', 'storm of programs', 'storm of threads', 'storm of signals'),
  by('spin in sixty processes'),
  by('ask for names without end'),
  tested('a handshake that is none', 'sandbox/watch/sinkhole/parsers.test.ts', "describe('a ClientHello'"),
  by('run from memory'),
  tested('process ids used again in the next run', bad, 'process ids are used again'),
  tested('the worker killed in the middle of a run', lifecycle, 'replaces a worker that was killed'),
  tested('cells that are open at the same time', lifecycle, 'does not see another cell'),
  tested('a clock that jumps', bad, 'the clock jumps'),
  by('stop itself'),
  by('write the memory of the first process', 'gain from the first process'),
  by('hand an open file to another process'),
  by('stand in for the tools of the harness'),
  by('find something of the harness below /usr and /opt'),
  not('an error of the kernel itself', 'namespaces and filters share the kernel of the host: see below'),
]

/** Attempts beyond the list. */
export const own: readonly Attempt[] = [
  by('write lines of a trace'),
  by('print what is no text'),
  by('use up process ids'),
  by('kill everything it can reach'),
  by('one file too large'),
  by('flood the trace'),
  by('make a forbidden call'),
  by('open a mount tree'),
  by('unmount'),
  by('set the clock'),
  by('secret memory'),
  by('kernel module'),
  by('kernel log'),
  by('reboot'),
  by('capabilities'),
  by('kernel filter'),
  by('list other homes'),
  by('find host paths in the mount table'),
  by('find a control socket of the host'),
  by('see the tracer'),
  by('carry rights on the host', 'rights on the host'),
  by('network interfaces'),
  by('environment of the harness'),
  tested('variables that turn the tools of the harness', bad, 'variables of a run'),
  tested('orphans that fill the process limit', lifecycle, 'stays fit for many runs'),
]
