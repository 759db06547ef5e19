import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Tools } from './tools.js'

/** The topmost folder on the way to a path that a uid without groups may not enter. */
export function blockedFolder(path: string, uid: number): string | undefined {
  const way: string[] = []
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    way.unshift(folder)
    if (folder === dirname(folder)) break
  }
  return way.find((folder) => {
    const { mode, uid: owner } = statSync(folder)
    return (mode & (owner === uid ? 0o100 : 0o001)) === 0
  })
}

/** The folder that holds a program with everything it imports: the topmost one with `node_modules`, else its own. */
export function programFolder(file: string): string {
  let found = dirname(file)
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'node_modules'))) found = folder
  return found
}

/**
 * A command that first opens a way to `program` below a blocked folder, in a mount namespace of its own: the blocked
 * folder is covered by an empty one that holds nothing but the program, at the same path. Needs root; `command` should
 * drop it. `holder` is an empty folder of ours.
 */
export function withWayTo(
  tools: Tools,
  blocked: string,
  program: string,
  holder: string,
  command: readonly string[],
): readonly [file: string, args: readonly string[]] {
  const script = [
    'set -e',
    `${tools.mount} --bind "$2" "$3"`,
    `${tools.mount} -t tmpfs -o mode=0755,size=1m tmpfs "$1"`,
    'mkdir -p "$2"',
    `${tools.mount} --bind "$3" "$2"`,
    `${tools.umount} "$3"`,
    'shift 3',
    'exec "$@"',
  ].join('; ')
  const args = ['--mount', '--propagation', 'private', '--', tools.sh, '-c', script, 'sh']
  return [tools.unshare, [...args, blocked, program, holder, ...command]]
}
