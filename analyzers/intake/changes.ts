import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { ArtifactFile, OpenArtifact } from '@clawback/model'

/** A commit that a work tree is held against. */
export interface Base {
  readonly ref: string
  /** Id of the commit compared with: where the work tree branched off `ref`, or `ref` itself without such a place. */
  readonly commit: string
  /**
   * Files of an artifact that are new, different or gone in the work tree, sorted; none when it is unchanged. `all` are
   * the artifacts that were found together: what is gone belongs to the one it lay in.
   */
  changesOf(open: OpenArtifact, all: readonly OpenArtifact[]): Promise<readonly string[]>
}

/** What git keeps of one file: mode and id of its content. */
interface Kept {
  readonly mode: string
  readonly id: string
}

/**
 * Opens the base for the folder or file `path` of a work tree. Only objects of git are read, and files are compared by
 * their own bytes: git itself would run the filters and monitors that a repository names. So a file that a filter changes
 * on its way in counts as changed. Throws USAGE when `path` is in no work tree or there is no such commit.
 */
export async function openBase(path: string, ref: string): Promise<Base> {
  const usage = (detail: string): ClawbackError => new ClawbackError('USAGE', { detail })
  if (ref.startsWith('-') || ref === '') throw usage(`--changed-since ${ref} is no commit`)
  const real = await realpath(path).catch(() => undefined)
  const info = real === undefined ? undefined : await stat(real)
  if (real === undefined || info === undefined)
    throw usage(`--changed-since compares work trees of git on this machine; ${path} is none`)
  const folder = info.isDirectory() ? real : dirname(real)
  const top = await git(folder, ['rev-parse', '--show-toplevel']).catch(refuseMissing(undefined))
  if (top === undefined || top.trim() === '') throw usage(`${path} is in no work tree of git`)
  const commit = await git(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ])
    .catch(refuseMissing(undefined))
    .then((text) => text?.trim())
  if (commit === undefined || commit === '')
    throw usage(`there is no commit ${ref} in ${path}; a shallow clone may lack it`)
  const branched = await git(folder, ['merge-base', commit, 'HEAD']).catch(refuseMissing(''))
  const base = branched.trim() === '' ? commit : branched.trim()
  const within = relative(await realpath(top.trim()), folder)
    .split(sep)
    .join('/')
  const kept = readTree(await git(folder, ['ls-tree', '-r', '-z', '--full-tree', base]))
  const changesOf: Base['changesOf'] = async (open, all) => {
    const prefix = [within, open.artifact.origin.inside ?? ''].flatMap((part) => (part === '' ? [] : [`${part}/`])).join('') // prettier-ignore
    const here = await changedHere(open, kept, prefix)
    // A file that was named alone loses nothing when its neighbours go.
    const gone = info.isDirectory() ? goneFrom(open, all, kept, prefix) : []
    return [...here, ...gone].sort()
  }
  return { ref, commit: base, changesOf }
}

/** Lines of `ls-tree -z`: `mode type id<tab>path`. */
function readTree(text: string): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>()
  for (const line of text.split('\0')) {
    const tab = line.indexOf('\t')
    const [mode = '', type = '', id = ''] = line.slice(0, tab).split(' ')
    if (tab > 0 && type === 'blob') kept.set(line.slice(tab + 1), { mode, id })
  }
  return kept
}

/** Files and links that are new or different. */
async function changedHere(
  { artifact, root }: OpenArtifact,
  kept: ReadonlyMap<string, Kept>,
  prefix: string,
): Promise<readonly string[]> {
  const changed: string[] = []
  for (const file of artifact.files) {
    // What was unpacked from an archive changes when the archive does.
    if (file.archive !== undefined) continue
    const before = kept.get(prefix + file.path)
    if (before === undefined || !(await isSame(file, root, before))) changed.push(file.path)
  }
  for (const { path, target } of artifact.links) {
    const before = kept.get(prefix + path)
    if (before?.id !== blobId(Buffer.from(target), before?.id)) changed.push(path)
  }
  return changed
}

/** Files of the base that are not there any more, but for those that lay in another artifact. */
function goneFrom(
  { artifact }: OpenArtifact,
  all: readonly OpenArtifact[],
  kept: ReadonlyMap<string, Kept>,
  prefix: string,
): readonly string[] {
  const now = new Set([...artifact.files, ...artifact.links].map(({ path }) => path))
  const inside = artifact.origin.inside
  const others = inside === undefined ? all.flatMap((one) => one.artifact.origin.inside ?? []) : []
  return [...kept.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter((path) => !now.has(path) && !others.some((other) => path.startsWith(`${other}/`)))
}

async function isSame(file: ArtifactFile, root: string, before: Kept): Promise<boolean> {
  if ((before.mode === '100755') !== file.executable) return false
  const hash = createHash(before.id.length === 64 ? 'sha256' : 'sha1').update(`blob ${file.size}\0`)
  for await (const part of createReadStream(join(root, ...file.path.split('/')))) hash.update(part as Buffer)
  return hash.digest('hex') === before.id
}

/** Id that git gives a content (gitformat-pack, object ids), by the kind of hash that the other id is. */
function blobId(content: Uint8Array, like: string | undefined): string {
  const hash = createHash(like?.length === 64 ? 'sha256' : 'sha1')
  return hash.update(`blob ${content.length}\0`).update(content).digest('hex')
}

const mostBytes = 256 * 1024 * 1024

/** Runs git where it reads objects only: nothing a repository configures may start, and nothing is fetched. */
async function git(folder: string, args: readonly string[]): Promise<string> {
  const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never', 'core.alternateRefsCommand='] // prettier-ignore
  const env = {
    ...process.env,
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  }
  const child = spawn('git', [...settings.flatMap((one) => ['-c', one]), '--no-pager', ...args], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  ended.catch(() => undefined)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of child.stdout as AsyncIterable<Buffer>) {
    size += part.length
    if (size > mostBytes) {
      child.kill('SIGKILL')
      throw new ClawbackError('INPUT_TOO_LARGE', {
        locator: folder,
        detail: `${mostBytes} bytes of file names`,
      })
    }
    parts.push(part)
  }
  const code = await ended
  if (code !== 0) throw new GitRefused(`git ${args[0] ?? ''} ended with ${code}`)
  return Buffer.concat(parts).toString()
}

/** git ended with an error of its own. */
class GitRefused extends Error {}

/** What to take instead when git says no; a machine without git is told so. */
function refuseMissing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof GitRefused) return instead
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new ClawbackError('TOOL_MISSING', { tool: 'git', mend: 'Install git.' }, error)
    throw error
  }
}
