import type { Gap } from '@clawback/model'
import { constants } from 'node:fs'
import { open, readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { createGapList } from '../intake/gaps.js'

/** A machine's files, looked at from outside: nothing is executed, and no link leads out of the root. */
export interface View {
  /** Real path of the root. */
  readonly root: string
  /** Names in a folder, sorted; empty when there is none. */
  names(path: string): Promise<readonly string[]>
  /** Folders in a folder, links to folders within the root included. */
  folders(path: string): Promise<readonly string[]>
  /** Paths that fit a pattern below a folder (`*` one name, `**` some folders). */
  find(base: string, pattern: string): Promise<readonly string[]>
  /** Bytes of a regular file; undefined when there is none, a gap when it cannot be read or is larger than `most`. */
  read(path: string, most: number): Promise<Uint8Array | undefined>
  /** The path on this machine. */
  real(path: string): string
  gap(gap: Gap): void
  gaps(): readonly Gap[]
}

/** Folders that `**` stands for at most, and paths that one pattern gives at most. */
const starDepth = 6
const mostPaths = 2000

export async function createView(given: string): Promise<View> {
  const root = await realpath(given)
  const gaps = createGapList()

  /** The real place of a path, if it exists and lies within the root. */
  async function inside(path: string): Promise<string | undefined> {
    const full = await realpath(join(root, path)).catch(() => undefined)
    if (full === undefined || full === root || root === sep || full.startsWith(root + sep)) return full
    gaps.add({ reason: 'link-outside', path, detail: 'a link leads out of the root', material: true })
    return undefined
  }

  async function entries(path: string) {
    const full = await inside(path)
    if (full === undefined) return []
    const found = await readdir(full, { withFileTypes: true }).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOTDIR' && code !== 'ENOENT') unreadable(path, error)
      return []
    })
    return found.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  function unreadable(path: string, error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error)
    gaps.add({ reason: 'unreadable', path, detail, material: true })
  }

  async function folders(path: string): Promise<string[]> {
    const found: string[] = []
    for (const entry of await entries(path))
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(path, entry.name)))))
        found.push(entry.name)
    return found
  }

  async function isFolder(path: string): Promise<boolean> {
    const full = await inside(path)
    return (
      full !== undefined &&
      (await readdir(full).then(
        () => true,
        () => false,
      ))
    )
  }

  async function* fitting(base: string, parts: readonly string[], depth = 0): AsyncGenerator<string> {
    const [part, ...rest] = parts
    if (part === undefined) yield base
    else if (part === '**') {
      yield* fitting(base, rest)
      if (depth < starDepth)
        for (const name of await folders(base))
          if (name !== 'node_modules') yield* fitting(join(base, name), parts, depth + 1)
    } else if (part.includes('*')) {
      const pattern = new RegExp(`^${part.split('*').map(quote).join('.*')}$`)
      for (const { name } of await entries(base))
        if (pattern.test(name) && (part.startsWith('.') || !name.startsWith('.')))
          yield* fitting(join(base, name), rest)
    } else yield* fitting(join(base, part), rest)
  }

  async function find(base: string, pattern: string): Promise<string[]> {
    const found: string[] = []
    for await (const path of fitting(base, pattern.split('/'))) {
      if ((await inside(path)) !== undefined) found.push(path)
      if (found.length < mostPaths) continue
      gaps.add({
        reason: 'limit',
        path: join(base, pattern),
        detail: `more than ${mostPaths} paths`,
        material: true,
      })
      break
    }
    return found
  }

  async function read(path: string, most: number): Promise<Uint8Array | undefined> {
    const full = await inside(path)
    if (full === undefined) return undefined
    try {
      const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
      try {
        const info = await file.stat()
        if (!info.isFile()) return undefined
        if (info.size <= most) return await file.readFile()
        gaps.add({ reason: 'too-large', path, detail: `${info.size} bytes`, material: true })
      } finally {
        await file.close()
      }
    } catch (error) {
      unreadable(path, error)
    }
    return undefined
  }

  return {
    root,
    names: async (path) => (await entries(path)).map((entry) => entry.name),
    folders,
    find,
    read,
    real: (path) => join(root, path),
    gap: (gap) => gaps.add(gap),
    gaps: () => gaps.list(),
  }
}

function quote(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
}
