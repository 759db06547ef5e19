import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { chmod, copyFile, link, mkdir, readdir, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Identity } from './identity.js'

/** Private folder of one open cell, and the copies of artifacts in it. */
export interface StageFolder {
  readonly root: string
  /** Copies a folder to a neutral name; the same source is copied once. Gives the path of the copy. */
  place(source: string): Promise<string>
  /** Copies one program. */
  placeFile(source: string, name: string): Promise<string>
  close(): void
}

const needBytes = 256 * 1024 * 1024

/** Makes the folder, owned by whoever runs samples and closed to everyone else. Throws DISK_LOW. */
export async function openStage(identity: Identity, parent: string = tmpdir()): Promise<StageFolder> {
  mkdirSync(parent, { recursive: true })
  const { bavail, bsize } = await statfs(parent)
  if (bavail * bsize < needBytes)
    throw new ClawbackError('DISK_LOW', {
      path: parent,
      free: Math.floor((bavail * bsize) / 2 ** 20),
      need: needBytes / 2 ** 20,
    })
  const root = mkdtempSync(join(parent, 'w-'))
  if (identity.drop !== undefined) chownSync(root, identity.drop, identity.drop)
  const placed = new Map<string, Promise<string>>()
  return {
    root,
    place(source) {
      const target = placed.get(source) ?? copyTree(source, join(root, `s${placed.size}`))
      placed.set(source, target)
      return target
    },
    async placeFile(source, name) {
      const target = join(root, name)
      await copyFile(source, target)
      await chmod(target, 0o755)
      return target
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  }
}

/**
 * Copies plain files and folders, nothing else. Files are linked where the file system allows: nothing in a cell can
 * write to them, because they are mounted read-only and not owned by the sample's uid.
 */
async function copyTree(source: string, target: string): Promise<string> {
  await mkdir(target, { recursive: true, mode: 0o755 })
  await copyFolder(source, target)
  return target
}

async function copyFolder(source: string, target: string): Promise<void> {
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)]
    if (entry.isDirectory()) {
      await mkdir(to, { mode: 0o755 })
      await copyFolder(from, to)
    } else if (entry.isFile()) await placeFile(from, to)
  }
}

async function placeFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch {
    await copyFile(from, to)
    await chmod(to, 0o644)
  }
}
