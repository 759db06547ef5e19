import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Tools } from '../cells/bwrap/tools.js'
import { command } from './command.js'

/** A run's own file system in memory, bounded in bytes and files, gone with the run. */
export interface Scratch {
  readonly root: string
  readonly home: string
  readonly etc: string
  /** Folders the sample may write to: path in the cell -> path here. */
  readonly writable: Readonly<Record<string, string>>
  readonly pipes: Readonly<Record<Pipe, string>>
  close(): Promise<void>
}

const pipeNames = ['trace', 'stdin', 'stdout', 'stderr'] as const
export type Pipe = (typeof pipeNames)[number]

/** Mounts a fresh tmpfs at `root` in this mount namespace and makes the folders and pipes of a run in it. */
export async function openScratch(
  tools: Tools,
  root: string,
  home: string,
  bounds: { readonly bytes: number; readonly inodes: number },
): Promise<Scratch> {
  mkdirSync(root, { recursive: true })
  const options = `size=${bounds.bytes},nr_inodes=${bounds.inodes},mode=0755,nosuid,nodev`
  await command(tools.mount, ['-t', 'tmpfs', '-o', options, 'tmpfs', root])
  const pipes = Object.fromEntries(pipeNames.map((name) => [name, join(root, name)])) as Record<Pipe, string>
  await command(tools.mkfifo, ['-m', '0600', ...Object.values(pipes)])
  const writable = {
    [home]: join(root, 'home'),
    '/tmp': join(root, 'tmp'),
    '/var/tmp': join(root, 'vartmp'),
    '/dev/shm': join(root, 'shm'),
  }
  const etc = join(root, 'etc')
  for (const folder of [...Object.values(writable), etc]) mkdirSync(folder, { recursive: true })
  return {
    root,
    home: writable[home] ?? '',
    etc,
    writable,
    pipes,
    // Lazily: a straggler that still has something open must not keep the next run from starting.
    close: async () => {
      await command(tools.umount, ['-l', root])
    },
  }
}

/** Writes files below a folder of ours, before anything hostile has run in it. */
export function layFiles(
  folder: string,
  files: readonly { readonly path: string; readonly content: string; readonly mode?: number }[],
): void {
  for (const { path, content, mode } of files) {
    const target = join(folder, join('/', path))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content, { mode: mode ?? 0o644 })
  }
}

/** Both ends of a named pipe, with a third that keeps it open until both are in use. */
export interface PipeEnds {
  /** Non-blocking, for us. */
  readonly ours: number
  /** Blocking, for the sample. */
  readonly theirs: number
}

/** Opens both ends of a stream's pipe; `direction` is the sample's. Neither call blocks. */
export function openPipe(path: string, direction: 'reads' | 'writes'): PipeEnds {
  const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  const [mine, other] =
    direction === 'reads'
      ? [constants.O_WRONLY, constants.O_RDONLY]
      : [constants.O_RDONLY, constants.O_WRONLY]
  const ends = { ours: openSync(path, mine | constants.O_NONBLOCK), theirs: openSync(path, other) }
  closeSync(holder)
  return ends
}
