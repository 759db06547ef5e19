import { closeSync, constants, fstatSync, lstatSync, openSync, opendirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** A regular file found after a run. */
export interface FoundFile {
  /** Path in the cell. */
  readonly path: string
  readonly size: number
  readonly mode: number
  /** Content, when it is within the cap. */
  readonly bytes?: Buffer
}

/** What a walk over the writable folders found, and what it could not look at. */
export interface Snapshot {
  readonly files: readonly FoundFile[]
  /** What an overlay marks as removed from the layer below. */
  readonly removed: readonly string[]
  /** Pipes, sockets and devices: named, never opened. */
  readonly special: readonly string[]
  /** What is there and could not be looked at: its path is too long to be named in one piece, or it is unreadable. */
  readonly unread: readonly string[]
  /** The walk stopped at its bound. */
  readonly cut: boolean
}

export interface SnapshotCaps {
  readonly files: number
  readonly fileBytes: number
  readonly depth: number
}

/**
 * Walks folders that a sample has written, after it has ended: links are not followed, pipes and devices not opened,
 * files, bytes and depth bounded (R10). `folders` maps paths in the cell to paths here.
 */
export function takeSnapshot(folders: Readonly<Record<string, string>>, caps: SnapshotCaps): Snapshot {
  const files: FoundFile[] = []
  const special: string[] = []
  const removed: string[] = []
  const unread: string[] = []
  let entries = 0
  const walk = (path: string, source: string, depth: number): void => {
    if (depth > caps.depth) entries = caps.files + 1
    // A folder without read permission: the worker owns it, but the mode counts for it too when it is not root.
    const names = attempt(() => list(source, caps.files))
    if (names === undefined) unread.push(path)
    for (const name of names ?? []) {
      if ((entries += 1) > caps.files) return
      const [inside, outside] = [join(path, name), join(source, name)]
      const found = attempt(() => lstatSync(outside, { throwIfNoEntry: false }))
      if (found === undefined) unread.push(inside)
      else if (found.isDirectory()) walk(inside, outside, depth + 1)
      else if (found.isFile()) {
        const file = attempt(() => readFound(inside, outside, caps.fileBytes))
        if (file === undefined) unread.push(inside)
        else files.push(file)
      } else if (found.isCharacterDevice() && found.rdev === 0) removed.push(inside)
      else if (!found.isSymbolicLink()) special.push(inside)
    }
  }
  for (const [path, source] of Object.entries(folders)) walk(path, source, 0)
  return { files, removed, special, unread, cut: entries > caps.files }
}

/** The file system is the sample's: whatever it does to a look at it is a finding, not our failure. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

function list(folder: string, limit: number): string[] {
  const names: string[] = []
  const handle = opendirSync(folder)
  for (let entry = handle.readSync(); entry !== null && names.length <= limit; entry = handle.readSync())
    names.push(entry.name)
  handle.closeSync()
  return names.sort()
}

function readFound(path: string, source: string, maximum: number): FoundFile {
  const handle = openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const { size, mode } = fstatSync(handle)
    const found = { path, size, mode: mode & 0o7777 }
    if (size > maximum) return found
    const bytes = Buffer.alloc(size)
    readSync(handle, bytes, 0, size, 0)
    return { ...found, bytes }
  } finally {
    closeSync(handle)
  }
}
