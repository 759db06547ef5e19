import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Entry } from './entry.js'
import { safePath } from './paths.js'
import { readCommit } from './sources/git-objects.js'
import { readTouches } from './sources/history.js'
import { findUnits } from './units.js'

/** Bytes of a manifest that are looked at for what its folder is. */
const manifestBytes = 256 * 1024
/** Manifests of one commit that are looked at. */
const mostManifests = 200_000

/** The folders of a commit that are one skill, plugin or server each, outermost only. Only manifests are opened. */
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
    const units = await findUnits({ root, files, links: [], gaps: [] })
    return units.map((unit) => unit.folder)
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
  const held = new Set(now.flatMap((place) => [place, ...above(place)]))
  const found = new Set<string>()
  for await (const { path } of readTouches(folder, commit)) {
    const at = folderOf(path)
    if (isSkill(path) && !isInstalled(path) && !held.has(at) && !above(at).some((outer) => known.has(outer)))
      found.add(at)
  }
  return [...found].filter((place) => !above(place).some((outer) => found.has(outer))).sort()
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
    const place = above(path).find((outer) => touches.has(outer))
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

function isSkill(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase() === 'skill.md'
}

/** What was installed as a dependency makes no artifact of its own. */
function isInstalled(path: string): boolean {
  return path.split('/').includes('node_modules')
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

/** Folders above a path, innermost first, the root `''` last. */
function above(path: string): readonly string[] {
  const outer: string[] = []
  for (let at = path; at !== '';) {
    at = folderOf(at)
    outer.push(at)
  }
  return outer
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
