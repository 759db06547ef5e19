import { constants, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Tools } from '../cells/bwrap/tools.js'
import { quote } from '../actors/agent/shell.js'
import type { Housekeeper } from './housekeeper.js'

/** A run's own file system in memory, bounded in bytes and files, gone with the run. */
export interface Scratch {
  readonly root: string
  readonly home: string
  readonly etc: string
  /** The sample's own copy of itself: it may change it, and the change goes with the run. */
  readonly skill: string
  /** Folders of memory the sample may write to: path in the cell -> path here. */
  readonly writable: Readonly<Record<string, string>>
  /** Where changes lie after the run: path in the cell -> path here. */
  readonly changed: Readonly<Record<string, string>>
  readonly pipes: Readonly<Record<Pipe, string>>
  close(): Promise<void>
}

const pipeNames = ['trace', 'stdin', 'stdout', 'stderr'] as const
export type Pipe = (typeof pipeNames)[number]

export interface ScratchOptions {
  /** Folder of the worker. The pipes in it serve all its runs: once nobody has them open they are empty. */
  readonly folder: string
  readonly home: string
  /** Folder of the sample, which shows through where nothing was changed. */
  readonly sample: string
  readonly bytes: number
  readonly inodes: number
}

/** Mounts a fresh tmpfs in this mount namespace and makes the folders and pipes of a run in it. */
export async function openScratch(
  tools: Tools,
  house: Housekeeper,
  options: ScratchOptions,
): Promise<Scratch> {
  const { folder, home, sample, bytes, inodes } = options
  const root = join(folder, 'run')
  mkdirSync(root, { recursive: true })
  const place = (name: string): string => join(root, name)
  const pipes = Object.fromEntries(pipeNames.map((name) => [name, join(folder, 'pipes', name)])) as Record<
    Pipe,
    string
  >
  const writable = {
    [home]: place('home'),
    '/tmp': place('tmp'),
    '/var/tmp': place('vartmp'),
    '/dev/shm': place('shm'),
  }
  const folders = ['home', 'tmp', 'vartmp', 'shm', 'etc', 'changed', 'work', 'skill']
  // Relative names: the sample can read them in its mount table, and no path of the host has to be quoted.
  const layers = `lowerdir=${relative(root, sample)},upperdir=changed,workdir=work,userxattr,nosuid,nodev`
  await house.run([
    `cd ${quote(folder)}`,
    `{ [ -p pipes/${pipeNames[0]} ] || { mkdir -p pipes && ${tools.mkfifo} -m 0600 ${pipeNames.map((name) => `pipes/${name}`).join(' ')}; }; }`,
    `${tools.mount} -t tmpfs -o "size=${bytes},nr_inodes=${inodes},mode=0755,nosuid,nodev" tmpfs run`,
    `cd run`,
    `mkdir ${folders.join(' ')}`,
    `${tools.mount} -t overlay -o "${layers}" overlay skill`,
  ])
  return {
    root,
    home: place('home'),
    etc: place('etc'),
    skill: place('skill'),
    writable,
    changed: { ...writable, '/skill': place('changed') },
    pipes,
    // Lazily: a straggler that still has something open must not keep the next run from starting.
    close: async () => {
      await house.run([`${tools.umount} -l ${quote(root)}`])
    },
  }
}

/** Writes files below a folder of ours, before anything hostile has run in it. */
export function layFiles(
  folder: string,
  files: readonly { readonly path: string; readonly content: string | Uint8Array; readonly mode?: number }[],
): void {
  for (const { path, content, mode } of files) {
    const target = join(folder, join('/', path))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content, { mode: mode ?? 0o644 })
  }
}

/** Both ends of a named pipe. */
export interface PipeEnds {
  /** Non-blocking, for us. */
  readonly ours: number
  /** Blocking, for the sample. */
  readonly theirs: number
  /** Keeps it open until both ends are in use, even when ours is closed by then. */
  readonly holder: number
}

/** Opens both ends of a stream's pipe; `direction` is the sample's. No call blocks. */
export function openPipe(path: string, direction: 'reads' | 'writes'): PipeEnds {
  const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  const [mine, other] =
    direction === 'reads'
      ? [constants.O_WRONLY, constants.O_RDONLY]
      : [constants.O_RDONLY, constants.O_WRONLY]
  return { ours: openSync(path, mine | constants.O_NONBLOCK), theirs: openSync(path, other), holder }
}
