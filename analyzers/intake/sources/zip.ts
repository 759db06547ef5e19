import type { Entry as ZipMember, ZipFile } from 'yauzl'
import type { Entry, Source } from '../entry.js'

const encryptedBit = 0x1
const utf8Bit = 0x800
/** "Version made by" of Unix and macOS: the upper half of the external attributes is a file mode. */
const unixMakers: ReadonlySet<number> = new Set([3, 19])
const typeMask = 0o170000
/** A link's target is its content; more than this is no path. */
const targetBytes = 4096

/** The members of a zip file, in the order of its central directory. */
export async function* readZip(path: string): Source {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
  const spans: Span[] = []
  const end = Number(zip.readEntryCursor)
  try {
    for await (const member of zip.eachEntry()) {
      spans.push(await spanOf(zip, member))
      yield* toEntries(zip, member)
    }
    yield* uncovered(spans, end)
  } finally {
    zip.close()
  }
}

/** Where a member lies in the file, from its local header to the end of its data. */
interface Span {
  readonly start: number
  readonly end: number
}

async function spanOf(zip: ZipFile, member: ZipMember): Promise<Span> {
  const start = member.relativeOffsetOfLocalHeader
  const header = await zip.readLocalFileHeaderPromise(member, { minimal: true }).catch(() => undefined)
  return { start, end: (header?.fileDataStart ?? start) + member.compressedSize }
}

/** Bytes that may lie between members: data descriptors, alignment, extra fields. */
const slack = 1024

/**
 * Members that the directory does not list are seen by tools that read a zip from its start. Bytes before the
 * directory that belong to no member, and members that share bytes, are said.
 */
function* uncovered(spans: readonly Span[], directory: number): Generator<Entry> {
  let at = 0
  let hidden = 0
  let shared = 0
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start - at > slack) hidden += start - at
    if (start < at) shared++
    at = Math.max(at, end)
  }
  if (directory - at > slack) hidden += directory - at
  if (hidden > 0)
    yield whole('archive-hidden', `${hidden} bytes belong to no member that the archive lists`, true)
  if (shared > 0) yield whole('archive-overlap', `${shared} members share bytes with others`, false)
}

function whole(reason: string, detail: string, material: boolean): Entry {
  return { type: 'gap', gap: { reason, detail, material } }
}

async function* toEntries(zip: ZipFile, member: ZipMember): AsyncGenerator<Entry> {
  const path = pathOf(member)
  const mode = unixMakers.has(member.versionMadeBy >>> 8) ? member.externalFileAttributes >>> 16 : 0
  const type = mode & typeMask
  if (path.endsWith('/') || type === 0o040000) yield { type: 'folder', path }
  else if (type === 0o120000) yield { type: 'link', path, target: await linkTarget(zip, member) }
  else if (type !== 0 && type !== 0o100000) yield gap('special-file', path, 'neither file nor link', false)
  else if ((member.generalPurposeBitFlag & encryptedBit) !== 0)
    yield gap('encrypted', path, 'the member is encrypted', true)
  else if (!member.canDecodeFileData())
    yield gap('archive-unsupported', path, `compression method ${member.compressionMethod}`, true)
  else {
    yield* disguise(zip, member, path)
    yield {
      type: 'file',
      path,
      executable: (mode & 0o111) !== 0,
      packed: member.compressedSize,
      content: () => content(zip, member),
    }
  }
}

/** Says when a tool that reads local headers would see another name than one that reads the directory. */
async function* disguise(zip: ZipFile, member: ZipMember, path: string): AsyncGenerator<Entry> {
  const local = await zip.readLocalFileHeaderPromise(member).catch(() => undefined)
  if (local !== undefined && !local.fileName.equals(member.fileNameRaw))
    yield gap('archive-mismatch', path, 'its local header gives another name', true)
}

async function* content(zip: ZipFile, member: ZipMember): AsyncGenerator<Uint8Array> {
  const stream = await zip.openReadStreamPromise(member)
  for await (const chunk of stream) yield chunk as Uint8Array
}

async function linkTarget(zip: ZipFile, member: ZipMember): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of content(zip, member)) {
      parts.push(chunk)
      size += chunk.length
      if (size > targetBytes) break
    }
  } catch {
    return ''
  }
  return Buffer.concat(parts).subarray(0, targetBytes).toString()
}

/** Zip tools on Windows write backslashes, and every common tool unpacks them as folders. */
function pathOf(member: ZipMember): string {
  const raw = member.fileNameRaw
  const text =
    (member.generalPurposeBitFlag & utf8Bit) !== 0 || isUtf8(raw) ? raw.toString() : codePage437(raw)
  return text.replaceAll('\\', '/')
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const upper437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ '

/** APPNOTE.TXT, appendix D: names without the UTF-8 flag are IBM code page 437. */
function codePage437(bytes: Uint8Array): string {
  return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : upper437[byte - 0x80])).join('')
}

function gap(reason: string, path: string, detail: string, material: boolean): Entry {
  return { type: 'gap', gap: { reason, path, detail, material } }
}
