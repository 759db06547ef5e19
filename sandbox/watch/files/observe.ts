import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { redact } from '@clawback/text'
import type { Emit, Keep, ObservedFields } from '../../ports.js'
import { unifiedDiff } from './diff.js'
import type { FoundFile, Snapshot } from './snapshot.js'
import { isWatched } from './watched.js'

export interface FileWatchOptions {
  readonly home: string
  /** Files that were laid into the home before the run, by path in the cell. */
  readonly laid: ReadonlySet<string>
  /** What a file held before the run. */
  readonly before: (path: string) => string | Uint8Array | undefined
  /** Fields of the process that wrote a path last, where the kernel trace has it. */
  readonly writer: (path: string) => ObservedFields
  readonly emit: Emit
  readonly keep: Keep
  readonly at: number
  /** Looks for planted values in what a file holds now; `home` is its path as canaries name theirs. */
  readonly search: (bytes: Buffer, found: FoundIn) => void
}

/** A file in which planted values are looked for. */
export interface FoundIn {
  readonly home: string
  readonly fields: ObservedFields
  readonly because: string
}

/** Tells which files a run left behind: new or changed content with its digest, and a diff where one is watched. */
export function observeFiles(snapshot: Snapshot, options: FileWatchOptions): void {
  for (const file of snapshot.files) {
    const before = options.before(file.path)
    if (before !== undefined && file.bytes?.equals(Buffer.from(before)) === true) continue
    const writer = options.writer(file.path)
    const ref = `file:${file.path}`
    tell('file.write', { ...describe(file, before, options), ...writer }, options, ref)
    if (file.bytes !== undefined)
      options.search(file.bytes, {
        home: `~/${file.path.slice(options.home.length + 1)}`,
        fields: { ...writer, 'file.path': file.path },
        because: ref,
      })
  }
  const left = new Set([...snapshot.files.map(({ path }) => path), ...snapshot.unread])
  if (!snapshot.cut) for (const path of options.laid) if (!left.has(path)) tellGone(path, options)
  for (const path of snapshot.removed) tellGone(path, options)
  if (snapshot.cut) gap('too-many-files', 'The run left more files than are looked at.', options)
  const { length: unread } = snapshot.unread
  if (unread > 0) gap('files-unread', `${unread} files that the run left could not be looked at.`, options)
  for (const path of snapshot.special) gap('special-file', `${path} is a pipe, socket or device.`, options)
}

function tellGone(path: string, options: FileWatchOptions): void {
  const before = options.before(path)
  const content = before === undefined ? {} : gone(path, before, options)
  tell('file.delete', { ...names(path), 'file.existed': true, ...content }, options)
}

function describe(
  file: FoundFile,
  before: string | Uint8Array | undefined,
  options: FileWatchOptions,
): ObservedFields {
  const digest = file.bytes === undefined ? undefined : options.keep(file.bytes)
  return {
    ...names(file.path),
    'file.size': file.size,
    'file.mode': `0${file.mode.toString(8)}`,
    'file.existed': before !== undefined,
    'file.operation': before === undefined ? 'create' : 'overwrite',
    ...(digest === undefined ? {} : { 'file.digest': digest }),
    ...diffOf(file.path, before ?? '', file.bytes, options),
  }
}

function gone(path: string, before: string | Uint8Array, options: FileWatchOptions): ObservedFields {
  return {
    'file.digest': createHash('sha256').update(before).digest('hex'),
    ...diffOf(path, before, Buffer.alloc(0), options),
  }
}

function diffOf(
  path: string,
  before: string | Uint8Array,
  after: Buffer | undefined,
  options: FileWatchOptions,
): ObservedFields {
  const shown = shownAs(path, options.home)
  if (typeof before !== 'string' || after === undefined || after.includes(0) || shown === undefined) return {}
  return { 'file.diff': redact(unifiedDiff(shown, before, after.toString('utf8'))).text }
}

function names(path: string): ObservedFields {
  return { 'file.path': path, 'file.name': posix.basename(path), 'file.directory': posix.dirname(path) }
}

/** How a file that is watched is called in a diff: below the home, or a part of the sample that it changes itself. */
function shownAs(path: string, home: string): string | undefined {
  if (path.startsWith('/skill/')) return path
  if (!path.startsWith(`${home}/`)) return undefined
  const relative = path.slice(home.length + 1)
  return isWatched(relative) ? `~/${relative}` : undefined
}

function tell(
  kind: 'file.write' | 'file.delete',
  fields: ObservedFields,
  options: FileWatchOptions,
  ref = `gone:${String(fields['file.path'])}`,
): void {
  options.emit({ kind, at: options.at, engine: 'snapshot', channel: 'file', trust: 3, fields, ref })
}

function gap(reason: string, detail: string, { emit, at }: FileWatchOptions): void {
  const fields = { 'gap.reason': reason, 'gap.detail': detail, 'gap.material': false }
  emit({ kind: 'run.gap', at, engine: 'snapshot', channel: 'file', trust: 3, fields })
}
