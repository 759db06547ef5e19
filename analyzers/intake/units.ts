import type { ArtifactKind } from '@clawback/model'
import type { Tree } from './tree.js'
import { isMcpPackage, readPackage } from './package.js'
import { isBundle, readBundle } from './bundle.js'
import { folderOf, foldersAbove, isInstalled } from './folders.js'
import { isMcpProject, readPyproject } from './python.js'
import { findServerFiles } from './server-files.js'
import { pathOf } from './unit.js'
import type { Unit } from './unit.js'

/**
 * The skills, plugins and MCP servers of a tree, outermost first: what lies below one belongs to it, since its parts
 * are installed together. What was unpacked from archives, or installed as a dependency, makes no artifact of its own.
 * Servers that no manifest declares are found by their source.
 */
export async function findUnits(tree: Tree): Promise<readonly Unit[]> {
  const declared = await findDeclared(tree)
  return [...declared, ...(await findServerFiles(tree, declared))].sort((a, b) =>
    pathOf(a) < pathOf(b) ? -1 : 1,
  )
}

/** Those that a manifest or a skill's text shows. */
export async function findDeclared(tree: Tree): Promise<readonly Unit[]> {
  const found = new Map<string, ArtifactKind>()
  for (const file of tree.files) {
    const folder = folderOf(file.path)
    if (file.archive !== undefined || isInstalled(folder)) continue
    const kind = await unitKind(tree, file.path)
    const at = kind === 'plugin' ? folderOf(folder) : folder
    if (kind !== undefined) found.set(at, stronger(found.get(at), kind))
  }
  return [...found]
    .filter(([folder]) => !foldersAbove(folder).some((outer) => found.has(outer)))
    .map(([folder, kind]) => ({ folder, kind }))
}

async function unitKind(tree: Tree, path: string): Promise<ArtifactKind | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name.toLowerCase() === 'skill.md') return 'skill'
  if (name === 'plugin.json' && folderOf(path).split('/').at(-1) === '.claude-plugin') return 'plugin'
  if (name === 'package.json')
    return isMcpPackage(await readPackage(tree.root, path)) ? 'mcp-server' : undefined
  if (name === 'manifest.json') return isBundle(await readBundle(tree.root, path)) ? 'mcp-server' : undefined
  if (name === 'pyproject.toml')
    return isMcpProject(await readPyproject(tree.root, path)) ? 'mcp-server' : undefined
  return undefined
}

const strength: readonly ArtifactKind[] = ['skill', 'mcp-server', 'plugin']

/** A folder that is several things is the one that starts most by itself. */
function stronger(a: ArtifactKind | undefined, b: ArtifactKind): ArtifactKind {
  return a !== undefined && strength.indexOf(a) > strength.indexOf(b) ? a : b
}
