import type { ArtifactKind, ArtifactLink, Gap } from '@clawback/model'
import { readObjectLine } from '../formats/object-line.js'
import { isServerStart } from './is-start.js'
import { collectKinds } from './sample.js'
import type { CollectProblem, Provenance, Sample, SampleFile } from './sample.js'

/** One line of `manifest.ndjson` (docs/how-to/collect.md). A sample may be followed by more copies of it. */
export type QuarantineLine =
  | { readonly type: 'quarantine'; readonly version: 1 }
  | ({ readonly type: 'sample' } & Sample)
  | { readonly type: 'copy'; readonly id: string; readonly copy: Provenance }
  | ({ readonly type: 'problem' } & CollectProblem)

/** A line with its line feed; a line feed is nowhere else in it. */
export function writeLine(line: QuarantineLine): string {
  return `${JSON.stringify(line)}\n`
}

/** Reads one line. A quarantine may come from elsewhere, so nothing in it is believed. Throws INPUT_MALFORMED. */
export function readLine(text: string, where: string): QuarantineLine {
  const { line, fail } = readObjectLine(text, where, 'Collect it again into a new folder.')
  switch (line['type']) {
    case 'quarantine':
      if (line['version'] !== 1) throw fail('this version of a quarantine is not known')
      return { type: 'quarantine', version: 1 }
    case 'sample':
      if (!isSample(line)) throw fail('it is no sample')
      return line as unknown as QuarantineLine
    case 'copy':
      if (!isId(line['id']) || !isCopy(line['copy'])) throw fail('it is no copy')
      return line as unknown as QuarantineLine
    case 'problem':
      if (!isProblem(line)) throw fail('it is no problem')
      return line as unknown as QuarantineLine
    default:
      throw fail('there are no such lines')
  }
}

/** Whether a path can be put below a folder and stays there: relative, no `.` or `..`, nothing that ends a text. */
export function isInnerPath(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    !/[\u0000-\u001f\u007f\\]/.test(value) &&
    value.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  )
}

type Members = Readonly<Record<string, unknown>>

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
}

const kinds: readonly ArtifactKind[] = ['skill', 'mcp-server', 'plugin', 'agent-config', 'package', 'folder']

function isSample(line: Members): boolean {
  const { id, kind, name, version, files, links, gaps, copies } = line
  return (
    isId(id) &&
    kinds.includes(kind as ArtifactKind) &&
    typeof name === 'string' &&
    isMaybeText(version) &&
    isListOf(files, isFile) &&
    isListOf(links, isLink) &&
    isListOf(gaps, isGap) &&
    isListOf(copies, isCopy)
  )
}

function isFile(value: unknown): value is SampleFile {
  const { path, size, sha256, executable } = membersOf(value)
  return (
    isInnerPath(path) &&
    Number.isSafeInteger(size) &&
    (size as number) >= 0 &&
    isDigest(sha256) &&
    typeof executable === 'boolean'
  )
}

function isLink(value: unknown): value is ArtifactLink {
  const { path, target } = membersOf(value)
  return isInnerPath(path) && typeof target === 'string'
}

function isGap(value: unknown): value is Gap {
  const { reason, path, detail, material } = membersOf(value)
  return (
    typeof reason === 'string' &&
    isMaybeText(path) &&
    typeof detail === 'string' &&
    typeof material === 'boolean'
  )
}

const maybes = ['repo', 'commit', 'committed', 'path', 'version', 'pin', 'licence', 'label', 'labelledBy']

function isCopy(value: unknown): value is Provenance {
  const copy = membersOf(value)
  return (
    isKind(copy['kind']) &&
    ['locator', 'collection', 'collected'].every((name) => typeof copy[name] === 'string') &&
    maybes.every((name) => isMaybeText(copy[name])) &&
    isMaybeStart(copy['start'])
  )
}

function isProblem(line: Members): boolean {
  return (
    isKind(line['kind']) &&
    ['source', 'locator', 'code', 'reason'].every((name) => typeof line[name] === 'string') &&
    ['path', 'commit'].every((name) => isMaybeText(line[name])) &&
    isMaybeStart(line['start'])
  )
}

function isMaybeStart(value: unknown): boolean {
  return value === undefined || isServerStart(value)
}

function isKind(value: unknown): boolean {
  return (collectKinds as readonly unknown[]).includes(value)
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)
}

function isDigest(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isMaybeText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne)
}
