import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Artifact } from '@clawback/model'

/** A file as a URI reference: below the folder everything is told relative to, or else below its artifact. */
export interface FileUri {
  readonly uri: string
  readonly within: 'base' | 'artifact'
}

/** Where a file of an artifact lies. Inputs from elsewhere (packages, archives, other folders) are told by their own paths. */
export function fileUri(artifact: Artifact, path: string, base: string): FileUri {
  const folder = localFolder(artifact)
  const from = folder === undefined ? undefined : relative(base, resolve(base, folder))
  if (from === undefined || from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from))
    return { uri: encodePath(path), within: 'artifact' }
  return { uri: encodePath(join(from, path).split(sep).join('/')), within: 'base' }
}

/** The folder on this machine that the paths of an artifact are relative to. */
function localFolder({ origin, files }: Artifact): string | undefined {
  if (origin.type !== 'folder' || origin.locator.includes('://')) return undefined
  const [only, ...others] = files
  const alone = others.length === 0 && only?.path === basename(origin.locator) && origin.inside === undefined
  return join(alone ? dirname(origin.locator) : origin.locator, origin.inside ?? '')
}

/** RFC 3986: every character that a path segment may not hold is written in percents. */
function encodePath(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/')
}

/** The file that stands for an artifact, or for a run of it, where nothing more exact is known. */
export function mainFile(artifact: Artifact, entry?: string): string | undefined {
  const has = (path: string | undefined): path is string => artifact.files.some((file) => file.path === path)
  const [first] = artifact.files
  return [entry, 'SKILL.md', 'package.json', 'pyproject.toml', first?.path].find(has)
}
