import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'

/** Files of a pack folder by their `/`-separated path, sorted. */
export type PackFolder = ReadonlyMap<string, Uint8Array>

const bounds = { files: 10_000, bytes: 64 * 1024 * 1024, file: 16 * 1024 * 1024, depth: 6 } as const

/** Reads a pack folder: plain files only, no links, no dot files, bounded. Throws INPUT_NOT_FOUND or INPUT_TOO_LARGE. */
export async function readFolder(dir: string): Promise<PackFolder> {
  const files = new Map<string, Uint8Array>()
  let total = 0
  const visit = async (path: string, depth: number): Promise<void> => {
    if (depth > bounds.depth) throw tooLarge(dir, `folders nested deeper than ${bounds.depth}`)
    for (const entry of await entries(join(dir, path), dir)) {
      if (entry.name.startsWith('.')) continue
      const inner = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.isDirectory()) await visit(inner, depth + 1)
      if (!entry.isFile()) continue
      const { size } = await lstat(join(dir, inner))
      total += size
      if (size > bounds.file) throw tooLarge(dir, `${inner} is ${size} bytes, at most ${bounds.file}`)
      if (total > bounds.bytes) throw tooLarge(dir, `more than ${bounds.bytes} bytes in all`)
      if (files.size >= bounds.files) throw tooLarge(dir, `more than ${bounds.files} files`)
      files.set(inner, await readFile(join(dir, inner)))
    }
  }
  await visit('', 0)
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function entries(
  path: string,
  dir: string,
): Promise<readonly { readonly name: string; isFile(): boolean; isDirectory(): boolean }[]> {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: dir }, error)
  }
}

function tooLarge(locator: string, detail: string): ClawbackError {
  return new ClawbackError('INPUT_TOO_LARGE', { locator, detail })
}
