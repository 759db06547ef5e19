import type { Parser, ReadEntry } from 'tar'
import type { Entry, Source } from '../entry.js'
import { createQueue } from './queue.js'
import type { Queue } from './queue.js'

/** Bytes of a pax header or long name. */
const metaBytes = 256 * 1024

/** The members of a tar stream that is not compressed, in order. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): Source {
  const tar = await import('tar')
  const parser = new tar.Parser({ maxMetaEntrySize: metaBytes, strict: false })
  const members = createQueue<ReadEntry>()
  const gaps: Entry[] = []
  parser.on('entry', (member: ReadEntry) => members.push(member))
  parser.on('ignoredEntry', (member: ReadEntry) => gaps.push(ignored(member)))
  parser.on('warn', (code: string, detail: unknown) => gaps.push(broken(`${code}: ${String(detail)}`)))
  parser.on('error', (error: Error) => members.fail(error))
  parser.on('end', () => members.end())
  const feeding = feed(bytes, parser, members).catch((error: unknown) =>
    members.fail(error instanceof Error ? error : new Error(String(error))),
  )
  try {
    for await (const member of members) {
      yield toEntry(member, members)
      if (!member.emittedEnd) member.resume()
    }
  } finally {
    members.end()
    parser.abort(new Error('enough was read'))
    await feeding
  }
  yield* gaps
}

/** Hands the stream to the parser at the pace at which members are taken. */
async function feed(
  bytes: AsyncIterable<Uint8Array>,
  parser: Parser,
  members: Queue<ReadEntry>,
): Promise<void> {
  for await (const chunk of bytes) {
    if (members.closed) return
    const drained = new Promise<void>((resolve) => parser.once('drain', resolve))
    if (!parser.write(Buffer.from(chunk))) await Promise.race([drained, members.whenClosed])
  }
  parser.end()
}

function toEntry(member: ReadEntry, members: Queue<ReadEntry>): Entry {
  const { path, type, linkpath = '' } = member
  if (type === 'SymbolicLink' || type === 'Link') return { type: 'link', path, target: linkpath }
  if (type === 'File' || type === 'OldFile' || type === 'ContiguousFile')
    return {
      type: 'file',
      path,
      executable: ((member.mode ?? 0) & 0o111) !== 0,
      content: () => contentOf(member, members),
    }
  if (type === 'Directory' || type === 'GNUDumpDir') return { type: 'folder', path }
  return { type: 'gap', gap: { reason: 'special-file', path, detail: `a ${type}`, material: false } }
}

/** The bytes of a member; fails when what feeds the parser failed, since the member would then never end. */
async function* contentOf(member: ReadEntry, members: Queue<ReadEntry>): AsyncGenerator<Uint8Array> {
  const bytes = member[Symbol.asyncIterator]()
  for (;;) {
    const next = bytes.next()
    await Promise.race([next, members.whenClosed])
    if (members.failure !== undefined) throw members.failure
    const { done, value } = await next
    if (done === true) return
    yield value
  }
}

function ignored(member: ReadEntry): Entry {
  const detail = `a member of type ${member.type} cannot be read`
  return { type: 'gap', gap: { reason: 'archive-unsupported', path: member.path, detail, material: true } }
}

function broken(detail: string): Entry {
  return { type: 'gap', gap: { reason: 'archive-broken', detail, material: true } }
}
