import type { ArtifactFile } from '@clawback/model'
import { isServerSource } from '@clawback/wire'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { folderOf, foldersAbove, isInstalled } from './folders.js'
import type { Tree } from './tree.js'
import type { Unit } from './unit.js'

/** Bytes of a file of source that are looked at for what it is. */
const headBytes = 64 * 1024

const sources = /\.(?:py|[cm]?[jt]s)$/i
const installed = /(?:^|\/)(?:\.?venv|site-packages|__pycache__)\//
const tests =
  /(?:^|\/)(?:tests?|__tests__|spec)\/|(?:^|\/)(?:test_[^/]*|conftest)\.py$|[._](?:test|spec)\.[cm]?[jt]s$/i

/** Whether a file is source in a language that servers come in. */
export function isSource(path: string): boolean {
  return sources.test(path) && !/\.d\.[cm]?ts$/i.test(path)
}

/** Whether a file is there to test others: a server in it is none that anybody installs. */
export function isTest(path: string): boolean {
  return tests.test(path)
}

/** Files of source that belong to none of the units, and are neither tests nor installed nor unpacked. */
export function looseSources(tree: Tree, units: readonly Unit[]): readonly ArtifactFile[] {
  const held = new Set(units.map(({ folder }) => folder))
  return tree.files.filter(
    ({ path, archive }) =>
      archive === undefined &&
      isSource(path) &&
      !isTest(path) &&
      !isInstalled(path) &&
      !installed.test(path) &&
      !foldersAbove(path).some((folder) => held.has(folder)),
  )
}

/**
 * The servers among files that belong to no unit. A server's home is the project it lies in, else its folder: where it is
 * the only one in its home and no other unit lies below, the home is the artifact, since a server may need what lies
 * beside it. Where several lie together each file is one by itself.
 */
export async function findServerFiles(tree: Tree, units: readonly Unit[]): Promise<readonly Unit[]> {
  const serving: string[] = []
  for (const { path } of looseSources(tree, units))
    if (isServerSource(await readHead(join(tree.root, path)))) serving.push(path)
  const projects = new Set(tree.files.filter(({ path }) => isProject(path)).map(({ path }) => folderOf(path)))
  const homes = new Map<string, string[]>()
  for (const path of serving) {
    const home = foldersAbove(path).find((folder) => projects.has(folder)) ?? folderOf(path)
    homes.set(home, [...(homes.get(home) ?? []), path])
  }
  const others = [...units.map(({ folder }) => folder), ...homes.keys()]
  return [...homes].flatMap(([home, paths]): readonly Unit[] => {
    const alone = paths.length === 1 && !others.some((folder) => isBelow(folder, home))
    if (alone) return [{ folder: home, kind: 'mcp-server' }]
    return paths.map((path) => ({ folder: folderOf(path), file: nameOf(path), kind: 'mcp-server' }))
  })
}

function isProject(path: string): boolean {
  return /^(?:package\.json|pyproject\.toml)$/.test(nameOf(path)) && !isInstalled(path)
}

function isBelow(folder: string, outer: string): boolean {
  return folder !== outer && (outer === '' || folder.startsWith(`${outer}/`))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return ''
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
