import { canonicalJson } from '@clawback/model'
import type { ArtifactFile, ArtifactLink } from '@clawback/model'
import { createHash } from 'node:crypto'

/**
 * The id of a tree (content/model/artifact.ts, Artifact): sha256 over the canonical JSON of its sorted files and links.
 * Files unpacked from an archive inside the tree do not enter it, since the archive does.
 */
export function treeId(files: readonly ArtifactFile[], links: readonly ArtifactLink[]): string {
  const tree = {
    files: files
      .filter((file) => file.archive === undefined)
      .sort(byPath)
      .map((file) => [file.path, file.executable, file.sha256]),
    links: [...links].sort(byPath).map((link) => [link.path, link.target]),
  }
  return `sha256:${createHash('sha256').update(canonicalJson(tree)).digest('hex')}`
}

/** Order by UTF-16 code units, the same on every machine. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
