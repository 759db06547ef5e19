import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { chmod, chown, copyFile, link, lstat, mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Identity } from './identity.js'
import { blockedFolder } from './reach.js'

/** Private folder of one open cell, and the copies of artifacts in it. */
export interface StageFolder {
  readonly root: string
  /** Copies a folder to a neutral name; the same source is copied once. Gives the path of the copy. */
  place(source: string, as: 'sample' | 'dependencies', executables?: readonly string[]): Promise<string>
  /** Copies one program. */
  placeFile(source: string, name: string): Promise<string>
  close(): void
}

const needBytes = 256 * 1024 * 1024

/** Makes the folder, owned by whoever runs samples and closed to everyone else. Throws DISK_LOW. */
export async function openStage(identity: Identity, wanted?: string): Promise<StageFolder> {
  const parent = wanted ?? reachableTemporary(identity)
  mkdirSync(parent, { recursive: true })
  const blocked = identity.drop === undefined ? undefined : blockedFolder(join(parent, 'x'), identity.drop)
  if (blocked !== undefined)
    throw new ClawbackError('SANDBOX_ROOT', {
      detail: `the uid that samples run as cannot enter ${blocked}, where the working folder would be`,
    })
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
  const copy = async (
    source: string,
    target: string,
    as: 'sample' | 'dependencies',
    executables: readonly string[],
  ): Promise<string> => {
    await copyTree(source, target, as === 'sample', identity.drop)
    for (const path of executables) await chmod(join(target, join('/', path)), 0o755).catch(() => undefined)
    return target
  }
  let count = 0
  return {
    root,
    place(source, as, executables = []) {
      const known = placed.get(source)
      const target = known ?? copy(source, join(root, `s${(count += 1)}`), as, executables)
      placed.delete(source)
      placed.set(source, target)
      if (known === undefined) forgetOldest(placed)
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

/** Copies that are kept: a plan runs the entry points of one artifact and its dependencies one after another. */
const keptCopies = 6

function forgetOldest(placed: Map<string, Promise<string>>): void {
  const [oldest] = placed
  if (placed.size <= keptCopies || oldest === undefined) return
  placed.delete(oldest[0])
  void oldest[1].then(
    (path) => rm(path, { recursive: true, force: true }),
    () => undefined,
  )
}

/** The system's temporary folder, unless it is one of root's own. */
function reachableTemporary({ drop }: Identity): string {
  const wanted = tmpdir()
  if (drop === undefined || !existsSync(wanted)) return wanted
  return blockedFolder(join(wanted, 'x'), drop) === undefined ? wanted : '/tmp'
}

/**
 * Copies plain files and folders, nothing else. What is only read is linked where the file system allows; a sample is
 * copied and given to the uid it runs as, because it may change its own copy of itself.
 */
async function copyTree(
  source: string,
  target: string,
  own: boolean,
  drop: number | undefined,
): Promise<void> {
  const owner = own ? drop : undefined
  await mkdir(target, { recursive: true, mode: 0o755 })
  if (owner !== undefined) await chown(target, owner, owner)
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)]
    if (entry.isDirectory()) await copyTree(from, to, own, drop)
    else if (entry.isFile()) await placeFile(from, to, own, owner)
  }
}

async function placeFile(from: string, to: string, own: boolean, owner: number | undefined): Promise<void> {
  const { mode } = await lstat(from)
  const linked =
    !own &&
    (mode & 0o004) !== 0 &&
    (await link(from, to).then(
      () => true,
      () => false,
    ))
  if (linked) return
  await copyFile(from, to)
  await chmod(to, (mode & 0o100) === 0 ? 0o644 : 0o755)
  if (owner !== undefined) await chown(to, owner, owner)
}
