import type { GapList } from './gaps.js'
import { numbered, parents } from './paths.js'

/** Hands out the names of one tree, so that no two things share one and nothing lies below a file or link. */
export interface NameClaims {
  /** The path, or one like it when it is taken; says so as a gap. */
  claim(path: string): string
}

export function claimNames(gaps: GapList): NameClaims {
  const leaves = new Set<string>()
  const folders = new Set<string>()
  const folded = new Map<string, string>()
  return {
    claim(wanted) {
      const path = free(below(wanted, leaves), leaves, folders)
      if (path !== wanted)
        gaps.add({
          reason: 'duplicate-path',
          path,
          detail: `${wanted} stands more than once; what was read is kept under this name`,
          material: false,
        })
      leaves.add(path)
      for (const folder of parents(path)) folders.add(folder)
      const other = folded.get(fold(path))
      if (other !== undefined)
        gaps.add({
          reason: 'case-clash',
          path,
          detail: `differs from ${other} by case only`,
          material: false,
        })
      else folded.set(fold(path), path)
      return path
    },
  }
}

/** The path with every folder renamed whose name is taken by a file or link. */
function below(path: string, leaves: ReadonlySet<string>): string {
  const segments = path.split('/')
  for (let at = 1; at < segments.length; at++)
    for (let n = 2; leaves.has(segments.slice(0, at).join('/')); n++)
      segments[at - 1] = `${(segments[at - 1] ?? '').replace(/~\d+$/, '')}~${n}`
  return segments.join('/')
}

function free(path: string, leaves: ReadonlySet<string>, folders: ReadonlySet<string>): string {
  let name = path
  for (let n = 2; leaves.has(name) || folders.has(name); n++) name = numbered(path, n)
  return name
}

/** What a case-insensitive, normalising file system compares. */
function fold(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
