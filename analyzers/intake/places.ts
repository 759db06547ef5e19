import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Entry } from './entry.js'
import { folderOf, foldersAbove, isInstalled } from './folders.js'
import { safePath } from './paths.js'
import { readCommit } from './sources/git-objects.js'
import { readTouches } from './sources/history.js'
import { isSource, isTest } from './server-files.js'
import { pathOf } from './unit.js'
import { findDeclared, findUnits } from './units.js'

/** Bytes of a manifest that are looked at for what its folder is. */
const manifestBytes = 256 * 1024
/** Manifests of one commit that are looked at. */
const mostManifests = 200_000

/**
 * The folders of a commit that are one skill, plugin or server each, and files that are a server alone, outermost only.
 * Only manifests are opened, and the source that lies in nothing that a manifest shows.
 */
export async function placesAt(folder: string, commit: string, workdir: string): Promise<readonly string[]> {
  const root = await mkdtemp(join(workdir, 'places-'))
  const files: { path: string; size: number; sha256: string; executable: boolean }[] = []
  try {
    for await (const entry of readCommit({ folder, commit })) {
      const path = entry.type === 'file' ? manifestPath(entry) : undefined
      if (path === undefined || entry.type !== 'file' || files.length >= mostManifests) continue
      // A skill is one by its name alone.
      if (!isSkill(path)) await lay(entry, join(root, path)).catch(() => undefined)
      files.push({ path, size: 0, sha256: '', executable: false })
    }
    const declared = await findDeclared({ root, files, links: [], gaps: [] })
    const held = new Set(declared.map((unit) => unit.folder))
    for await (const entry of readCommit({ folder, commit })) {
      const path = entry.type === 'file' ? sourcePath(entry, held) : undefined
      if (path === undefined || entry.type !== 'file' || files.length >= mostManifests) continue
      await lay(entry, join(root, path)).catch(() => undefined)
      files.push({ path, size: 0, sha256: '', executable: false })
    }
    return (await findUnits({ root, files, links: [], gaps: [] })).map(pathOf)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** Folders that hold no artifact now and were a skill in some commit before, outermost only, sorted. */
export async function formerPlaces(
  folder: string,
  commit: string,
  now: readonly string[],
): Promise<readonly string[]> {
  const known = new Set(now)
  const held = new Set(now.flatMap((place) => [place, ...foldersAbove(place)]))
  const found = new Set<string>()
  for await (const { path } of readTouches(folder, commit)) {
    const at = folderOf(path)
    if (
      isSkill(path) &&
      !isInstalled(path) &&
      !held.has(at) &&
      !foldersAbove(at).some((outer) => known.has(outer))
    )
      found.add(at)
  }
  return [...found].filter((place) => !foldersAbove(place).some((outer) => found.has(outer))).sort()
}

/** The newest `most` commits that touched each place, newest first; `more` are places that were touched more often. */
export async function touchesOf(
  folder: string,
  commit: string,
  places: readonly string[],
  most: number,
): Promise<{
  readonly touches: ReadonlyMap<string, readonly { readonly commit: string; readonly time: string }[]>
  readonly more: readonly string[]
}> {
  const touches = new Map<string, { commit: string; time: string }[]>(places.map((place) => [place, []]))
  const more = new Set<string>()
  for await (const { commit: id, time, path } of readTouches(folder, commit)) {
    const place = [path, ...foldersAbove(path)].find((outer) => touches.has(outer))
    const list = place === undefined ? undefined : touches.get(place)
    if (place === undefined || list === undefined || list.at(-1)?.commit === id) continue
    if (list.length < most) list.push({ commit: id, time })
    else more.add(place)
  }
  return { touches, more: [...more] }
}

const telling = new Set(['skill.md', 'package.json', 'manifest.json', 'pyproject.toml', 'plugin.json'])

/** The path of a manifest that can be laid out as it is written. */
function manifestPath({ path }: Extract<Entry, { type: 'file' }>): string | undefined {
  const safe = safePath(path)
  const name = safe.path.slice(safe.path.lastIndexOf('/') + 1).toLowerCase()
  return telling.has(name) && safe.problems.length === 0 ? safe.path : undefined
}

/** The path of source that lies in none of the folders, and may be a server. */
function sourcePath(
  { path }: Extract<Entry, { type: 'file' }>,
  held: ReadonlySet<string>,
): string | undefined {
  const safe = safePath(path)
  const loose =
    isSource(safe.path) &&
    !isTest(safe.path) &&
    !isInstalled(safe.path) &&
    !foldersAbove(safe.path).some((outer) => held.has(outer))
  return loose && safe.problems.length === 0 ? safe.path : undefined
}

function isSkill(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase() === 'skill.md'
}

async function lay(entry: Extract<Entry, { type: 'file' }>, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const file = await open(target, 'wx', 0o600)
  try {
    let size = 0
    for await (const chunk of entry.content()) {
      size += chunk.length
      if (size > manifestBytes) break
      await file.write(chunk)
    }
  } finally {
    await file.close()
  }
}
