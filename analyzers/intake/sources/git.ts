import { ClawbackError } from '@clawback/model'
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry, Source } from '../entry.js'
import type { IntakeLimits } from '../limits.js'

/** A repository fetched into a bare folder of our own, with the commit that was asked for. */
export interface FetchedRepository {
  readonly folder: string
  readonly commit: string
}

/**
 * Fetches one commit into the empty folder `folder`: no checkout, no hooks, no submodules, no helpers that an address
 * could name. The person's git configuration (credentials, proxy) applies. Throws INTAKE_FETCH, INPUT_TOO_LARGE.
 */
export async function fetchRepository(
  url: string,
  ref: string | undefined,
  folder: string,
  limits: IntakeLimits,
): Promise<FetchedRepository> {
  const locator = ref === undefined ? url : `${url}#${ref}`
  if (url.startsWith('-') || ref?.startsWith('-') === true)
    throw new ClawbackError('INTAKE_FETCH', { locator, detail: 'it starts with a dash' })
  await git(folder, ['init', '--quiet', '--bare', '--template=', folder], locator, limits)
  const fetch = (depth: readonly string[], what: string): Promise<string> =>
    git(folder, ['fetch', '--quiet', '--no-tags', ...depth, '--', url, what], locator, limits)
  try {
    await fetch(['--depth=1'], ref ?? 'HEAD')
  } catch (error) {
    // Not every server hands out a commit by its id: then take all branches and look for it there.
    if (ref === undefined || !/^[0-9a-f]{7,64}$/.test(ref)) throw error
    await fetch([], '+refs/heads/*:refs/heads/*')
    const commit = await git(folder, ['rev-parse', '--verify', `${ref}^{commit}`], locator, limits)
    return { folder, commit: commit.trim() }
  }
  const commit = await git(folder, ['rev-parse', '--verify', 'FETCH_HEAD^{commit}'], locator, limits)
  return { folder, commit: commit.trim() }
}

/** The members of one commit, read from its objects. */
export async function* readCommit(repository: FetchedRepository): Source {
  const list = run(repository.folder, ['ls-tree', '-r', '-z', '--full-tree', repository.commit])
  const blobs = openBlobs(repository.folder)
  try {
    for await (const line of records(list.stdout)) yield* toEntries(line, blobs)
  } finally {
    blobs.close()
    list.kill()
  }
}

async function* toEntries(line: Buffer, blobs: Blobs): AsyncGenerator<Entry> {
  const tab = line.indexOf(9)
  const [mode = '', type = '', id = ''] = line.subarray(0, tab).toString('latin1').split(' ')
  const path = line.subarray(tab + 1)
  if (type === 'commit') yield gap('submodule', path, `commit ${id} of another repository`, true)
  else if (mode === '120000') yield { type: 'link', path, target: await target(blobs.read(id)) }
  else yield { type: 'file', path, executable: mode === '100755', content: () => blobs.read(id) }
}

function gap(reason: string, path: Buffer, detail: string, material: boolean): Entry {
  return { type: 'gap', gap: { reason, path: path.toString(), detail, material } }
}

interface Blobs {
  read(id: string): AsyncIterable<Uint8Array>
  close(): void
}

/**
 * One `git cat-file --batch` that answers reads in turn. A read left half-way ends the process and the next one starts
 * another, since what is left of a hostile blob may be endless.
 */
function openBlobs(folder: string): Blobs {
  let batch: Batch | undefined
  async function* read(id: string): AsyncGenerator<Uint8Array> {
    batch ??= openBatch(folder)
    const own = batch
    let finished = false
    try {
      yield* own.read(id)
      finished = true
    } finally {
      if (!finished) {
        own.close()
        batch = undefined
      }
    }
  }
  return { read, close: () => batch?.close() }
}

type Batch = Blobs

function openBatch(folder: string): Batch {
  const child = run(folder, ['cat-file', '--batch'])
  child.stdin.on('error', () => undefined)
  const bytes = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let rest: Buffer = Buffer.alloc(0)

  async function take(most: number): Promise<Buffer> {
    if (rest.length === 0) {
      const next = await bytes.next()
      if (next.done === true) throw new Error('git ended early')
      rest = next.value
    }
    const taken = rest.subarray(0, most)
    rest = rest.subarray(taken.length)
    return taken
  }

  async function line(): Promise<string> {
    let text = ''
    while (!text.endsWith('\n')) text += (await take(1)).toString('latin1')
    return text.slice(0, -1)
  }

  async function* read(id: string): AsyncGenerator<Uint8Array> {
    child.stdin.write(`${id}\n`)
    const [, type, size] = (await line()).split(' ')
    if (type !== 'blob') throw new Error(`object ${id} is not there`)
    for (let owed = Number(size); owed > 0;) {
      const taken = await take(owed)
      owed -= taken.length
      yield taken
    }
    await take(1) // git ends every answer with a line feed of its own
  }

  return { read, close: () => child.kill('SIGKILL') }
}

/** Bytes of a link's target; more is no path. */
const targetBytes = 4096

async function target(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let found = Buffer.alloc(0)
  for await (const part of bytes) {
    found = Buffer.concat([found, part])
    if (found.length > targetBytes) break
  }
  return found.subarray(0, targetBytes).toString()
}

async function* records(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      yield rest.subarray(0, end)
      rest = rest.subarray(end + 1)
    }
  }
}

/** Nothing of a repository may run: no hooks, no file system monitor, no transport that is a command. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.alternateRefsCommand=',
  'protocol.allow=never',
  'protocol.https.allow=always',
  'protocol.http.allow=always',
  'protocol.ssh.allow=always',
  'protocol.git.allow=always',
  'protocol.file.allow=always',
  'core.bigFileThreshold=16m',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.recurseSubmodules=false',
  'submodule.recurse=false',
].flatMap((setting) => ['-c', setting])

function run(folder: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const env = {
    ...process.env,
    GIT_DIR: folder,
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_SSH_COMMAND: process.env['GIT_SSH_COMMAND'] ?? 'ssh -oBatchMode=yes',
    LC_ALL: 'C',
  }
  return spawn('git', [...settings, '--no-pager', ...args], { env, cwd: folder, stdio: 'pipe' })
}

/** Runs git to its end; stops it when it takes too long or its folder grows past the limit. */
async function git(
  folder: string,
  args: readonly string[],
  locator: string,
  limits: IntakeLimits,
): Promise<string> {
  const child = run(folder, args)
  child.stdin.end()
  let stopped: ClawbackError | undefined
  const stop = (error: ClawbackError): void => {
    stopped = error
    child.kill('SIGKILL')
  }
  const slow = setTimeout(() => {
    stop(new ClawbackError('INTAKE_FETCH', { locator, detail: `it took longer than ${limits.fetchMs} ms` }))
  }, limits.fetchMs)
  const watch = setInterval(() => {
    void folderSize(folder).then((size) => {
      if (size > limits.packedBytes)
        stop(
          new ClawbackError('INPUT_TOO_LARGE', {
            locator,
            detail: `packedBytes, ${limits.packedBytes} bytes`,
          }),
        )
    })
  }, 250)
  try {
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)])
    if (stopped !== undefined) throw stopped
    if (code === 0) return out
    throw new ClawbackError('INTAKE_FETCH', {
      locator,
      detail: err.trim().slice(0, 500) || `git ended with ${code}`,
    })
  } catch (error) {
    if (error instanceof ClawbackError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new ClawbackError('TOOL_MISSING', { tool: 'git', mend: 'Install git.' }, error)
    throw error
  } finally {
    clearTimeout(slow)
    clearInterval(watch)
  }
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    size += part.length
    if (size <= 1024 * 1024) parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

async function folderSize(folder: string): Promise<number> {
  let size = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    if (entry.isFile())
      size += await stat(join(entry.parentPath, entry.name)).then(
        (info) => info.size,
        () => 0,
      )
  return size
}
