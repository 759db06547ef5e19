import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs'
import type { Dirent } from 'node:fs'
import type { Entry, Source } from '../entry.js'
import { repositoryGaps } from './repository.js'

/** What a walk still has to see; `path` is relative to the root, as bytes of the file system. */
type Name = Buffer<ArrayBuffer>

/**
 * The members of a folder, by name, links not followed. A `.git` folder at the root stays out, so that a working copy
 * and its repository are the same tree; what could hide in it is said as a gap.
 */
export async function* readFolder(root: string, maxDepth: number): Source {
  yield* walk(Buffer.from(root), Buffer.alloc(0), maxDepth)
}

async function* walk(root: Name, path: Name, depth: number): AsyncGenerator<Entry> {
  for (const child of children(join(root, path))) {
    const relative = join(path, child.name)
    if (path.length === 0 && child.name.toString() === '.git') yield* repositoryGaps(root.toString())
    else if (child.isDirectory()) {
      yield { type: 'folder', path: relative }
      yield* enter(root, relative, depth - 1)
    } else if (child.isSymbolicLink()) yield link(root, relative)
    else if (child.isFile()) yield file(root, relative)
    else yield gap('special-file', relative, 'neither file, folder nor link', false)
  }
}

async function* enter(root: Name, path: Name, depth: number): AsyncGenerator<Entry> {
  if (depth < 0) yield gap('depth', path, 'a folder too deep to enter', true)
  else
    try {
      yield* walk(root, path, depth)
    } catch (error) {
      yield gap('unreadable', path, message(error), true)
    }
}

function children(folder: Name): Dirent<Name>[] {
  const found = readdirSync(folder, {
    encoding: 'buffer',
    withFileTypes: true,
  }) as unknown as Dirent<Name>[]
  return found.sort((a, b) => Buffer.compare(a.name, b.name))
}

function link(root: Name, path: Name): Entry {
  try {
    return { type: 'link', path, target: readlinkSync(join(root, path)) }
  } catch (error) {
    return gap('unreadable', path, message(error), false)
  }
}

function file(root: Name, path: Name): Entry {
  const absolute = join(root, path)
  try {
    const { mode } = lstatSync(absolute)
    return { type: 'file', path, executable: (mode & 0o111) !== 0, content: () => readPlainFile(absolute) }
  } catch (error) {
    return gap('unreadable', path, message(error), true)
  }
}

/** Bytes read at a time: what a file says it holds, within these bounds. */
const least = 4096
const most = 256 * 1024

/**
 * The bytes of a regular file; refuses links, and never waits on a pipe or device that took its place. Read while the
 * caller waits: a way through the thread pool for each call costs many times the call.
 */
// eslint-disable-next-line @typescript-eslint/require-await -- what an archive gives has to be awaited
export async function* readPlainFile(path: string | Buffer): AsyncGenerator<Uint8Array> {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) throw new Error('it is not a regular file')
    const buffer = Buffer.allocUnsafe(Math.min(most, Math.max(least, stat.size + 1)))
    for (;;) {
      const bytesRead = readSync(handle, buffer, 0, buffer.length, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    closeSync(handle)
  }
}

function join(a: Name, b: Name): Name {
  return a.length === 0 ? b : b.length === 0 ? a : Buffer.concat([a, Buffer.from('/'), b])
}

function gap(reason: string, path: Name, detail: string, material: boolean): Entry {
  return { type: 'gap', gap: { reason, path: path.toString(), detail, material } }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
