import type { Entry, Source } from '../entry.js'
import type { FetchedRepository } from './git.js'
import { run } from './git-process.js'

/** The members of one commit, or of any tree, read from its objects. */
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

export async function* records(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      yield rest.subarray(0, end)
      rest = rest.subarray(end + 1)
    }
  }
}
