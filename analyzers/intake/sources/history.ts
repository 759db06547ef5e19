import { records } from './git-objects.js'
import { run } from './git-process.js'

/** A commit that touched a path. `time` is the committer's, RFC 3339. */
export interface Touch {
  readonly commit: string
  readonly time: string
  readonly path: string
}

// eslint-disable-next-line no-control-regex -- begins a commit, as asked for below
const header = /^\u0001([0-9a-f]{40,64}) (-?\d+)\n?([\s\S]*)$/

/**
 * Every path that every commit before and with `commit` touched, newest commit first. Of merges only what differs from
 * all parents, since the rest was touched before. Plumbing only: what a repository configures for `git log` runs nothing.
 */
export async function* readTouches(folder: string, commit: string): AsyncGenerator<Touch> {
  const list = run(folder, ['rev-list', '--topo-order', commit])
  const differ = run(folder, [
    ...['diff-tree', '--stdin', '-r', '--root', '-c', '--no-renames', '--no-ext-diff', '--no-textconv'],
    ...['--name-only', '-z', '--pretty=format:%x01%H %ct'],
  ])
  // git may be gone first, when who asks has enough.
  for (const stream of [list.stdout, differ.stdin]) stream.on('error', () => undefined)
  list.stdout.pipe(differ.stdin)
  let at: Omit<Touch, 'path'> | undefined
  try {
    for await (const record of records(differ.stdout)) {
      const text = record.toString()
      const [, id, seconds, rest = text] = header.exec(text) ?? []
      if (id !== undefined) at = { commit: id, time: commitTime(Number(seconds)) }
      if (at !== undefined && rest !== '') yield { ...at, path: rest }
    }
  } finally {
    list.kill('SIGKILL')
    differ.kill('SIGKILL')
  }
}

/** Seconds since 1970 as RFC 3339; a commit may claim any number, and the last year is 9999. */
export function commitTime(seconds: number): string {
  const last = 253_402_300_799
  const within = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), last) : 0
  return new Date(within * 1000).toISOString()
}
