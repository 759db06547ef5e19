import type { ArtifactKind } from '@clawback/model'
import type { Tree } from './tree.js'
import { isMcpPackage, readPackage } from './package.js'
import { isBundle, readBundle } from './bundle.js'
import { isMcpProject, readPyproject } from './python.js'

/** A part of a tree that is one artifact: the folder (`''` = the whole tree) and what it is. */
export interface Unit {
  readonly folder: string
  readonly kind: ArtifactKind
}

/**
 * The skills, plugins and MCP servers of a tree, outermost first: what lies below one belongs to it, since its parts
 * are installed together. What was unpacked from archives, or installed as a dependency, makes no artifact of its own.
 */
export async function findUnits(tree: Tree): Promise<readonly Unit[]> {
  const found = new Map<string, ArtifactKind>()
  for (const file of tree.files) {
    const folder = folderOf(file.path)
    if (file.archive !== undefined || isInstalled(folder)) continue
    const kind = await unitKind(tree, file.path)
    const at = kind === 'plugin' ? folderOf(folder) : folder
    if (kind !== undefined) found.set(at, stronger(found.get(at), kind))
  }
  return [...found]
    .filter(([folder]) => !above(folder).some((outer) => found.has(outer)))
    .map(([folder, kind]) => ({ folder, kind }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
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

function isInstalled(folder: string): boolean {
  return folder.split('/').includes('node_modules')
}

/** Folders strictly above, the root `''` included. */
function above(folder: string): string[] {
  const outer: string[] = []
  for (let at = folder; at !== '';) {
    at = folderOf(at)
    outer.push(at)
  }
  return outer
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
