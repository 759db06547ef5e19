import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../entry.js'

/** What git itself keeps in a `.git` folder. */
const ordinary: ReadonlySet<string> = new Set([
  'HEAD',
  'ORIG_HEAD',
  'FETCH_HEAD',
  'MERGE_HEAD',
  'COMMIT_EDITMSG',
  'branches',
  'config',
  'description',
  'hooks',
  'index',
  'info',
  'lfs',
  'logs',
  'modules',
  'objects',
  'packed-refs',
  'refs',
  'shallow',
  'worktrees',
])

/** Says that the version history was left out, and whether something that is not history lies in it. */
export async function* repositoryGaps(root: string): AsyncGenerator<Entry> {
  const names = await readdir(join(root, '.git')).catch(() => undefined)
  const hooks = await readdir(join(root, '.git', 'hooks')).catch((): string[] => [])
  const strange = (names ?? []).filter((name) => !ordinary.has(name))
  const active = hooks.filter((name) => !name.endsWith('.sample'))
  const found = [...strange, ...active.map((name) => `hooks/${name}`)].slice(0, 8)
  yield {
    type: 'gap',
    gap: {
      reason: 'repository-data',
      path: '.git',
      detail: found.length === 0 ? 'the history was not read' : `not read: ${found.join(', ')}`,
      material: found.length > 0,
    },
  }
}

/**
 * Whether a folder is a bare repository and nothing besides: with a file of any other name in it, it is read as a
 * folder, so that nothing can hide behind the looks of a repository.
 */
export async function isBareRepository(path: string): Promise<boolean> {
  const names = await readdir(path).catch((): string[] => [])
  return (
    ['HEAD', 'objects', 'refs'].every((name) => names.includes(name)) &&
    names.every((name) => ordinary.has(name))
  )
}
