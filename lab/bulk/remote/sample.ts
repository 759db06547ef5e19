import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { parseSampleLocator } from '../../collect/locator.js'
import { packCollected } from './collected.js'
import { decodePacket, encodePacket } from './packet.js'
import { isBytes, isList, isText, largestParcel, membersOf } from './shape.js'

/** One entry of a sample. Paths are bytes of the file system, one character each, relative, `/` between. */
export type SampleEntry =
  | { readonly path: string; readonly type: 'file'; readonly executable: boolean; readonly bytes: Uint8Array }
  | { readonly path: string; readonly type: 'link'; readonly target: string }
  | { readonly path: string; readonly type: 'folder' }

/** Entries a sample may have: somewhat more than intake looks at, which then says so itself. */
const mostEntries = 25_000

/**
 * A folder or file as one inert blob: nothing of it is run, links are named and not followed, times and owners left out,
 * so that equal content gives equal bytes. Throws INPUT_NOT_FOUND, INPUT_TOO_LARGE, and INPUT_UNSUPPORTED for what could
 * not be looked at elsewhere as it can be here.
 */
export async function packSample(locator: string): Promise<Uint8Array> {
  const collected = parseSampleLocator(locator)
  if (collected !== undefined) return await packCollected(collected.folder, collected.id)
  const entries: SampleEntry[] = []
  let size = 0
  const fail = (code: 'INPUT_TOO_LARGE' | 'INPUT_UNSUPPORTED', detail: string): ClawbackError =>
    new ClawbackError(code, { locator, detail })
  // Without promises: a sample is many small files, and handing each to a thread costs several times what reading it does.
  const add = (absolute: Buffer, path: string): void => {
    const info = lstatSync(absolute)
    if (entries.length >= mostEntries) throw fail('INPUT_TOO_LARGE', `more than ${mostEntries} entries`)
    if (info.isDirectory()) {
      if (path !== '') entries.push({ path, type: 'folder' })
      const names = readdirSync(absolute, { encoding: 'buffer' })
      for (const name of names.sort((a, b) => Buffer.compare(a, b)))
        add(
          Buffer.concat([absolute, slash, name]),
          `${path === '' ? '' : `${path}/`}${name.toString('latin1')}`,
        )
    } else if (info.isSymbolicLink())
      entries.push({
        path,
        type: 'link',
        target: readlinkSync(absolute, { encoding: 'buffer' }).toString('latin1'),
      })
    else if (info.isFile()) {
      size += info.size
      if (size > largestParcel) throw fail('INPUT_TOO_LARGE', `more than ${largestParcel} bytes to be sent`)
      entries.push({
        path,
        type: 'file',
        executable: (info.mode & 0o111) !== 0,
        bytes: readFileSync(absolute),
      })
    } else throw fail('INPUT_UNSUPPORTED', 'it holds a pipe, socket or device, which cannot be sent')
  }
  const isFolder = kindOf(locator)
  try {
    add(Buffer.from(locator), isFolder ? '' : Buffer.from(basename(locator)).toString('latin1'))
  } catch (error) {
    if (error instanceof ClawbackError) throw error
    throw fail('INPUT_UNSUPPORTED', error instanceof Error ? error.message : String(error))
  }
  return encodePacket({ isFolder, entries })
}

/**
 * Writes a sample below a private, empty folder and gives its path there, `name` being its last part. Links come last, so
 * that nothing is written through one. Throws INPUT_MALFORMED: who made the blob is not trusted.
 */
export function unpackSample(blob: Uint8Array, home: string, name: string): string {
  const { isFolder, entries } = readSample(blob, name)
  const root = isFolder ? join(home, name) : home
  const at = (path: string): Buffer => Buffer.concat([Buffer.from(root), slash, Buffer.from(path, 'latin1')])
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 })
    const made = new Set(['.'])
    for (const entry of entries) {
      const folder = entry.type === 'folder' ? entry.path : dirname(entry.path)
      if (!made.has(folder)) mkdirSync(at(folder), { recursive: true, mode: 0o700 })
      made.add(folder)
      if (entry.type === 'file')
        writeFileSync(at(entry.path), entry.bytes, { flag: 'wx', mode: entry.executable ? 0o700 : 0o600 })
    }
    for (const entry of entries)
      if (entry.type === 'link') symlinkSync(Buffer.from(entry.target, 'latin1'), at(entry.path))
  } catch (error) {
    throw malformed(error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be laid out')
  }
  return join(home, name)
}

/** What a blob holds. */
export interface Sample {
  readonly isFolder: boolean
  readonly entries: readonly SampleEntry[]
}

/** The entries of a blob, each checked. Throws INPUT_MALFORMED: who made the blob is not trusted. */
export function readSample(blob: Uint8Array, name: string): Sample {
  const sample = membersOf(decodePacket(blob))
  const entries = sample?.['entries']
  if (!isSegment(name) || !isList(entries, mostEntries, isEntry)) throw malformed('it is no sample')
  const links = new Set(entries.flatMap(({ type, path }) => (type === 'link' ? [path] : [])))
  if (entries.some(({ path }) => above(path).some((folder) => links.has(folder))))
    throw malformed('something lies below a link')
  return { isFolder: sample?.['isFolder'] === true, entries }
}

/** Paths that no file system would hold: the same twice, or something below a file. */
export function isConflicting(entries: readonly SampleEntry[]): boolean {
  const solid = entries.filter(({ type }) => type !== 'folder').map(({ path }) => path)
  const taken = new Set(solid)
  return (
    taken.size < solid.length ||
    entries.some(
      ({ type, path }) => (type === 'folder' && taken.has(path)) || above(path).some((one) => taken.has(one)),
    )
  )
}

export function malformed(detail: string): ClawbackError {
  return new ClawbackError('INPUT_MALFORMED', {
    where: 'a sample from the queue',
    detail,
    mend: 'Check who may write there.',
  })
}

const slash = Buffer.from('/')

function kindOf(locator: string): boolean {
  try {
    return lstatSync(locator).isDirectory()
  } catch (error) {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator }, error)
  }
}

function isEntry(value: unknown): value is SampleEntry {
  const entry = membersOf(value)
  if (entry === undefined || !isPath(entry['path'])) return false
  switch (entry['type']) {
    case 'folder':
      return true
    case 'link':
      return isText(entry['target']) && !entry['target'].includes('\0')
    case 'file':
      return typeof entry['executable'] === 'boolean' && isBytes(entry['bytes'], largestParcel)
    default:
      return false
  }
}

function isPath(value: unknown): value is string {
  return isText(value) && /^[\0-\xff]*$/.test(value) && value.split('/').every(isSegment)
}

/** The folders a path lies in. */
function above(path: string): readonly string[] {
  return path.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))
}

/** A name of one file or folder. */
export function isSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('\0') && !text.includes('/')
}
