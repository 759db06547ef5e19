import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CellRun } from '../../ports.js'
import type { Scratch } from '../../worker/scratch.js'
import { closeTheirs, endsOf, openPipes } from '../../worker/sample.js'
import type { StartedSample } from '../../worker/sample.js'
import { toldCalls } from '../../watch/gvisor/reader.js'
import { personLinks } from '../bwrap/layout.js'
import type { CellLayout } from '../bwrap/layout.js'
import type { Tools } from '../bwrap/tools.js'
import { bundleConfig, bundleMounts, systemLinks } from './bundle.js'

/**
 * Tasks on the host: those of gVisor itself, and for each process of the sample one for every thread that served it.
 * gVisor ends when it meets this bound; the one of the run (RLIMIT_NPROC of the bundle) is below it, and its own.
 */
const ownProcesses = 192
const perProcess = 48

/** Arguments that start a run in gVisor, in a pid namespace of its own so that nothing of it can be left behind. */
export function gvisorCommand(
  tools: Tools,
  runsc: string,
  run: CellRun,
  folders: { readonly bundle: string; readonly state: string; readonly log: string },
): readonly [file: string, args: readonly string[]] {
  return [
    tools.unshare,
    [
      ...['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'],
      // The sample's stderr passes by unshare, which would say there that it was ended.
      ...[tools.sh, '-c', 'exec "$@" 2>&3 3>&-', 'sh'],
      ...[
        tools.prlimit,
        '--core=0:0',
        `--nproc=${run.limits.processes * perProcess + ownProcesses}`,
        '--memlock=65536:65536',
        '--',
      ],
      runsc,
      ...[`--root=${folders.state}`, '--platform=ptrace', '--network=host', '--ignore-cgroups'],
      ...['--host-uds=none', '--host-fifo=none', '--net-raw=false', '--file-access=exclusive'],
      ...['--debug', `--debug-log=${folders.log}/%COMMAND%`, '--debug-log-format=json'],
      ...['--strace', '--strace-log-size=64', `--strace-syscalls=${toldCalls.join(',')}`],
      ...['run', '--bundle', folders.bundle, 'sample'],
    ],
  ]
}

/** Lays the bundle of one run and starts gVisor on it; what its kernel tells goes into the trace's pipe. */
export function startInGvisor(
  tools: Tools,
  runsc: string,
  scratch: Scratch,
  layout: CellLayout,
  run: CellRun,
): StartedSample {
  const [bundle, state, log] = ['bundle', 'state', 'log'].map((name) => join(scratch.root, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [bundle, state, log]) mkdirSync(folder, { mode: 0o700 })
  layRoot(join(bundle, 'rootfs'), layout)
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(bundleConfig(layout, run)))
  symlinkSync(scratch.pipes.trace, join(log, 'boot'))
  const pipes = openPipes(scratch)
  const { stdin, stdout, stderr } = pipes
  const [file, args] = gvisorCommand(tools, runsc, run, { bundle, state, log })
  const child = spawn(file, args, {
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    stdio: [stdin.theirs, stdout.theirs, 'ignore', stderr.theirs],
  })
  closeTheirs(pipes)
  const closed = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null))
    child.on('exit', (code) => resolve(code))
  })
  return endsOf({ closed, kill: () => void child.kill('SIGKILL') }, pipes)
}

/** The root is read-only and empty but for places to mount on. */
function layRoot(root: string, layout: CellLayout): void {
  for (const folder of ['proc', 'sys', 'dev', 'run', 'srv', 'var/log', 'root'])
    mkdirSync(join(root, folder), { recursive: true })
  for (const [path, target] of systemLinks()) symlinkSync(target, join(root, path))
  symlinkSync('/run', join(root, 'var/run'))
  for (const [path, target] of Object.entries(personLinks())) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(target, join(root, path))
  }
  for (const { destination } of bundleMounts(layout)) {
    if (/^\/(?:etc|dev|skill)\//.test(destination)) continue
    if (destination !== '/opt/node/bin/node') mkdirSync(join(root, destination), { recursive: true })
    else {
      mkdirSync(dirname(join(root, destination)), { recursive: true })
      writeFileSync(join(root, destination), '')
    }
  }
}
