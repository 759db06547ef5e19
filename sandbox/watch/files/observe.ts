import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { redact } from '@clawback/text'
import type { Emit, Keep, ObservedFields } from '../../ports.js'
import { unifiedDiff } from './diff.js'
import type { FoundFile, Snapshot } from './snapshot.js'
import { isWatched } from './watched.js'

export interface FileWatchOptions {
  readonly home: string
  /** Content that was laid in before the run, by path in the cell. */
  readonly before: ReadonlyMap<string, string>
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
    const before = options.before.get(file.path)
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
  const left = new Set(snapshot.files.map(({ path }) => path))
  if (!snapshot.cut)
    for (const [path, before] of options.before)
      if (!left.has(path) && isInHome(path, options.home))
        tell('file.delete', { ...names(path), 'file.existed': true, ...gone(path, before, options) }, options)
  if (snapshot.cut) gap('too-many-files', 'The run left more files than are looked at.', options)
  for (const path of snapshot.special) gap('special-file', `${path} is a pipe, socket or device.`, options)
}

function describe(file: FoundFile, before: string | undefined, options: FileWatchOptions): ObservedFields {
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

function gone(path: string, before: string, options: FileWatchOptions): ObservedFields {
  return {
    'file.digest': createHash('sha256').update(before).digest('hex'),
    ...diffOf(path, before, Buffer.alloc(0), options),
  }
}

function diffOf(
  path: string,
  before: string,
  after: Buffer | undefined,
  options: FileWatchOptions,
): ObservedFields {
  if (after === undefined || !isInHome(path, options.home)) return {}
  const relative = path.slice(options.home.length + 1)
  if (!isWatched(relative) || after.includes(0)) return {}
  return { 'file.diff': redact(unifiedDiff(`~/${relative}`, before, after.toString('utf8'))).text }
}

function names(path: string): ObservedFields {
  return { 'file.path': path, 'file.name': posix.basename(path), 'file.directory': posix.dirname(path) }
}

function isInHome(path: string, home: string): boolean {
  return path.startsWith(`${home}/`)
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
