import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { isMirror } from './sigmahq.js'

const source = 'https://github.com/SigmaHQ/sigma'

/** Why the clone could not be had. */
export class CloneError extends Error {}

/** Clones SigmaHQ's rules into `folder`, unless they are there. Remove the folder to have them anew. */
export function cloneMirror(folder: string): void {
  if (existsSync(folder) && isMirror(folder)) return
  const { status, error } = spawnSync('git', ['clone', '--quiet', '--depth', '1', source, folder], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new CloneError(error?.message ?? `git clone of ${source} failed`)
}
