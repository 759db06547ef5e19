import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { persona } from './persona.js'
import { standInLinks, standInPath } from './programs.js'
import type { Tools } from './tools.js'

/** What the cell's file system and environment look like for one run. */
export interface CellLayout {
  readonly skill: string
  /** Folder that holds `node_modules`. */
  readonly dependencies?: string
  readonly etc: string
  /** Mounts of the host's `/etc`, relative. */
  readonly etcMounts: readonly string[]
  readonly writable: Readonly<Record<string, string>>
  /** A Node that does not lie below /usr. */
  readonly node?: string
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Seconds that the machine seems to run longer than it does. */
  readonly uptime: number
}

/**
 * Names that a person's machine answers to and a bare distribution does not: what skills call `python`, Debian calls
 * `python3` only, and what a person has besides. By path in the cell, with what each leads to.
 */
export function personLinks(): Readonly<Record<string, string>> {
  const python =
    existsSync('/usr/bin/python') || !existsSync('/usr/bin/python3')
      ? {}
      : { '/opt/python/bin/python': '/usr/bin/python3' }
  return { ...python, ...standInLinks() }
}

/** Folders of {@link personLinks}, for PATH. */
export const personPath: string = `/opt/python/bin:${standInPath}`

const systemFolders = ['/bin', '/sbin', '/lib', '/lib64', '/lib32']

/**
 * Arguments of bwrap but for the command: own user, pid, ipc, uts and cgroup namespaces, no capabilities, no further
 * user namespaces, the distribution's `/usr` read-only, everything else made for the run (R2, R3, R5, R6, R7).
 */
export function cellArguments(layout: CellLayout, seccompFd: number): string[] {
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--disable-userns', '--uid', '1000', '--gid', '1000', '--hostname', persona.host],
    ...['--cap-drop', 'ALL', '--new-session', '--clearenv'],
    ...Object.entries(layout.env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--ro-bind', '/usr', '/usr'],
    ...systemFolders.flatMap(systemFolder),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--ro-bind', layout.etc, '/etc'],
    ...layout.etcMounts.flatMap((path) => ['--ro-bind', `/etc/${path}`, `/etc/${path}`]),
    ...Object.entries(layout.writable).flatMap(([path, source]) => ['--bind', source, path]),
    ...['--dir', '/run', '--dir', '/srv', '--dir', '/var/log', '--symlink', '/run', '/var/run'],
    ...['--bind', layout.skill, '/skill'],
    ...(layout.dependencies === undefined
      ? []
      : ['--ro-bind', `${layout.dependencies}/node_modules`, '/skill/node_modules']),
    ...(layout.node === undefined ? [] : ['--ro-bind', layout.node, '/opt/node/bin/node']),
    ...Object.entries(personLinks()).flatMap(([path, target]) => ['--symlink', target, path]),
    ...['--chdir', layout.cwd, '--seccomp', String(seccompFd)],
  ]
}

/** On a merged-usr system these are links into /usr; elsewhere they are folders of their own. */
function systemFolder(path: string): string[] {
  if (!existsSync(path)) return []
  return lstatSync(path).isSymbolicLink()
    ? ['--symlink', readlinkSync(path), path]
    : ['--ro-bind', path, path]
}

/** A namespace whose clocks since start are ahead; the wall clock has none. */
function timeNamespace(tools: Tools, uptime: number): string[] {
  if (uptime === 0) return []
  const ahead = String(uptime)
  return [tools.unshare, '--time', '--boottime', ahead, '--monotonic', ahead, '--']
}

/** Calls that only wait. The tracer answers them itself, which it can only do for calls it stops at. */
const sleeps = '?nanosleep,?clock_nanosleep'

/** What the tracer is asked for. */
export interface TraceWish {
  readonly pipe: string
  readonly calls: string
  readonly deep: boolean
  readonly skipSleep: boolean
}

/** Arguments of the tracer but for the command. */
export function tracerArguments({ pipe, calls, deep, skipSleep }: TraceWish): string[] {
  return [
    ...['-f', '-q', '-yy', '-xx', '-ttt', '--decode-pids=pidns', '-s', '2048'],
    ...(deep ? [] : ['--seccomp-bpf']),
    ...['-o', pipe, '-e', `trace=${calls}${skipSleep ? `,${sleeps}` : ''}`],
    // Being traced is what a debugger check looks for: let it succeed and do nothing.
    ...['-e', 'inject=ptrace:retval=0'],
    ...(skipSleep ? ['-e', `inject=${sleeps}:retval=0`] : []),
  ]
}

/** The whole command line of a traced run: the tracer, the limits, the cell, the sample. */
export function tracedCommand(
  tools: Tools,
  trace: TraceWish & { readonly uptime: number },
  limits: readonly string[],
  argumentsFd: number,
  command: readonly string[],
): readonly [file: string, args: readonly string[]] {
  return [
    tools.strace,
    [
      ...tracerArguments(trace),
      ...[
        tools.prlimit,
        ...limits,
        '--',
        ...timeNamespace(tools, trace.uptime),
        tools.bwrap,
        '--args',
        String(argumentsFd),
        '--',
        ...command,
      ],
    ],
  ]
}
