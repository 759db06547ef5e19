import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import type { CellLayout } from '../bwrap/layout.js'
import { persona } from '../bwrap/persona.js'
import type { CellRun } from '../../ports.js'

/** A mount of an OCI bundle. */
interface Mount {
  readonly destination: string
  readonly type: 'bind' | 'tmpfs'
  readonly source: string
  readonly options: readonly string[]
}

const bind = (source: string, destination: string, writable = false): Mount => ({
  destination,
  type: 'bind',
  source,
  options: writable ? ['rbind', 'rw', 'nosuid', 'nodev'] : ['rbind', 'ro', 'nosuid', 'nodev'],
})

const systemFolders = ['/bin', '/sbin', '/lib', '/lib64', '/lib32']

/** Links of a merged-usr system: path -> what it points to. Elsewhere they are folders, and mounted. */
export function systemLinks(): readonly (readonly [path: string, target: string])[] {
  return systemFolders
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    .map((path) => [path, readlinkSync(path)])
}

/** Every mount of the cell, outer ones first. gVisor adds /proc and /dev of its own making. */
export function bundleMounts(layout: CellLayout): readonly Mount[] {
  return [
    // Empty, as in the default cell; gVisor would make one that looks like a machine's.
    { destination: '/sys', type: 'tmpfs', source: 'tmpfs', options: ['ro', 'nosuid', 'nodev', 'noexec'] },
    bind('/usr', '/usr'),
    ...systemFolders
      .filter((path) => existsSync(path) && !lstatSync(path).isSymbolicLink())
      .map((path) => bind(path, path)),
    bind(layout.etc, '/etc'),
    ...layout.etcMounts.map((path) => bind(`/etc/${path}`, `/etc/${path}`)),
    ...Object.entries(layout.writable).map(([path, source]) => bind(source, path, true)),
    bind(layout.skill, '/skill', true),
    ...(layout.dependencies === undefined
      ? []
      : [bind(`${layout.dependencies}/node_modules`, '/skill/node_modules')]),
    ...(layout.node === undefined ? [] : [bind(layout.node, '/opt/node/bin/node')]),
  ]
}

/**
 * `config.json` of an OCI bundle (runtime-spec 1.0) for one run: no capabilities, no new privileges, read-only root,
 * the limits of the run. The network is the one runsc is started in: the worker's own, which ends in the sinkhole.
 */
export function bundleConfig(layout: CellLayout, run: CellRun): Readonly<Record<string, unknown>> {
  const none: readonly string[] = []
  const { limits } = run
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      // One uid is mapped in a namespace that nobody had to grant: files it makes must belong to it.
      user: { uid: 0, gid: 0 },
      args: run.entry.command,
      env: Object.entries(layout.env).map(([name, value]) => `${name}=${value}`),
      cwd: layout.cwd,
      capabilities: { bounding: none, effective: none, inheritable: none, permitted: none, ambient: none },
      noNewPrivileges: true,
      rlimits: [
        bound('RLIMIT_NOFILE', limits.openFiles),
        bound('RLIMIT_FSIZE', limits.fileBytes),
        bound('RLIMIT_CPU', limits.cpuSeconds),
        bound('RLIMIT_NPROC', limits.processes),
        bound('RLIMIT_CORE', 0),
      ],
    },
    root: { path: 'rootfs', readonly: true },
    hostname: persona.host,
    mounts: bundleMounts(layout),
    linux: { namespaces: ['pid', 'ipc', 'uts', 'mount'].map((type) => ({ type })) },
  }
}

function bound(type: string, value: number): Readonly<Record<string, unknown>> {
  return { type, hard: value, soft: value }
}
