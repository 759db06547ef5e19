import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { passedOver } from './passed-over.js'
import type { PassedOver } from './passed-over.js'
import { isSource } from './server-files.js'
import { findUnits } from './units.js'
import type { Unit } from './unit.js'

/** Names that can make a folder an artifact, in lower case. */
const telling = new Set(['skill.md', 'package.json', 'manifest.json', 'pyproject.toml'])
/** Folders with nothing of the corpus itself in them. */
const passed = new Set(['node_modules', '.git'])
/** Levels below the root that are looked at. */
const deepest = 32

/**
 * The folders below `root` that are one skill, plugin or MCP server each, and files that are a server alone, relative to
 * it, outermost only, by name (`''` is the root itself). Nothing is copied; links are not followed; of files only small
 * manifests and the starts of source are opened. `onPassed` is told what belongs to none of them.
 */
export async function findArtifacts(
  root: string,
  onPassed?: (passed: readonly PassedOver[]) => void,
): Promise<readonly Unit[]> {
  const seen: Seen = { telling: [], others: [], deep: [] }
  await look(root, '', 0, seen)
  const files = seen.telling.sort().map((path) => ({ path, size: 0, sha256: '', executable: false }))
  const units = await findUnits({ root, files, links: [], gaps: [] })
  onPassed?.(passedOver([...seen.telling, ...seen.others], seen.deep, units))
  return units
}

interface Seen {
  /** Files that can make an artifact. */
  readonly telling: string[]
  readonly others: string[]
  /** Folders that were not looked into. */
  readonly deep: string[]
}

async function look(root: string, folder: string, depth: number, seen: Seen): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const at = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  const skill = entries.some((entry) => entry.isFile() && entry.name.toLowerCase() === 'skill.md')
  for (const entry of entries.filter((one) => one.isFile()))
    if (isManifest(folder, entry.name) || (!skill && isSource(entry.name))) seen.telling.push(at(entry.name))
    else if (!skill) seen.others.push(at(entry.name))
  const folders = entries.filter((entry) => entry.isDirectory() && !passed.has(entry.name))
  // What lies below a skill belongs to it; only whether it is a plugin besides is still to be seen.
  const next: readonly Dirent[] = skill ? folders.filter(({ name }) => name === '.claude-plugin') : folders
  for (const { name } of next)
    if (depth < deepest) await look(root, at(name), depth + 1, seen)
    else seen.deep.push(at(name))
}

function isManifest(folder: string, name: string): boolean {
  if (name === 'plugin.json') return folder.split('/').at(-1) === '.claude-plugin'
  return telling.has(name.toLowerCase())
}
