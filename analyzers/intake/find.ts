import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findUnits } from './units.js'
import type { Unit } from './units.js'

/** Names that can make a folder an artifact, in lower case. */
const telling = new Set(['skill.md', 'package.json', 'manifest.json', 'pyproject.toml'])
/** Folders with nothing of the corpus itself in them. */
const passed = new Set(['node_modules', '.git'])
/** Levels below the root that are looked at. */
const deepest = 32

/**
 * The folders below `root` that are one skill, plugin or MCP server each, relative to it, outermost only, by name
 * (`''` is the root itself). Nothing is copied; links are not followed; of files only small manifests are opened.
 */
export async function findArtifacts(root: string): Promise<readonly Unit[]> {
  const found: string[] = []
  await look(root, '', 0, found)
  const files = found.sort().map((path) => ({ path, size: 0, sha256: '', executable: false }))
  return await findUnits({ root, files, links: [], gaps: [] })
}

async function look(root: string, folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const at = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  for (const { name } of entries.filter((entry) => isManifest(folder, entry))) found.push(at(name))
  const skill = entries.some((entry) => entry.isFile() && entry.name.toLowerCase() === 'skill.md')
  const folders = entries.filter((entry) => entry.isDirectory() && !passed.has(entry.name))
  // What lies below a skill belongs to it; only whether it is a plugin besides is still to be seen.
  const next = skill ? folders.filter(({ name }) => name === '.claude-plugin') : folders
  if (depth < deepest) for (const { name } of next) await look(root, at(name), depth + 1, found)
}

function isManifest(folder: string, entry: Dirent): boolean {
  if (!entry.isFile()) return false
  if (entry.name === 'plugin.json') return folder.split('/').at(-1) === '.claude-plugin'
  return telling.has(entry.name.toLowerCase())
}
