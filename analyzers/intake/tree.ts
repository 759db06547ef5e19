import type { ArtifactFile, ArtifactLink, Gap } from '@clawback/model'
import { createHash } from 'node:crypto'
import { closeSync, fchmodSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Entry, FileEntry, LinkEntry, Source } from './entry.js'
import { createGapList } from './gaps.js'
import type { GapList } from './gaps.js'
import { byPath } from './identify.js'
import type { IntakeLimits } from './limits.js'
import { headBytes, isMaterial, packingOf } from './magic.js'
import type { Packing } from './magic.js'
import { claimNames } from './names.js'
import type { NameClaims } from './names.js'
import { safePath } from './paths.js'

/** What was taken from an origin: files stored below `root`, links recorded. */
export interface Tree {
  readonly root: string
  readonly files: readonly ArtifactFile[]
  readonly links: readonly ArtifactLink[]
  readonly gaps: readonly Gap[]
}

/** A stored file that is itself an archive. */
export interface PackedFile {
  readonly path: string
  readonly packing: Packing
  /** 0 for an archive of the origin's own tree. */
  readonly depth: number
}

/** Takes entries of sources into one folder, within the limits. */
export interface TreeBuilder {
  /** Takes one source. `inside` places its entries below an archive of this tree. */
  take(source: Source, inside?: PackedFile): Promise<void>
  /** Archives stored so far that nobody has opened. */
  nextPacked(): PackedFile | undefined
  readonly gaps: GapList
  finish(): Tree
}

interface State {
  readonly root: string
  readonly limits: IntakeLimits
  readonly gaps: GapList
  readonly names: NameClaims
  readonly files: ArtifactFile[]
  readonly links: ArtifactLink[]
  readonly packed: PackedFile[]
  /** Folders that stand already. */
  readonly made: Set<string>
  entries: number
  bytes: number
  full: boolean
}

/** A builder that stores below `root`, an empty folder of our own. */
export function createTree(root: string, limits: IntakeLimits): TreeBuilder {
  const gaps = createGapList()
  const state: State = {
    root,
    limits,
    gaps,
    names: claimNames(gaps),
    files: [],
    links: [],
    packed: [],
    made: new Set(),
    entries: 0,
    bytes: 0,
    full: false,
  }
  return {
    gaps,
    take: (source, inside) => take(state, source, inside),
    nextPacked: () => state.packed.shift(),
    finish: () => ({
      root,
      files: state.files.sort(byPath),
      links: state.links.sort(byPath),
      gaps: gaps.list(),
    }),
  }
}

async function take(state: State, source: Source, inside?: PackedFile): Promise<void> {
  if (isFull(state)) return
  for await (const entry of source) {
    if (++state.entries > state.limits.entries) fill(state, `more than ${state.limits.entries} entries`)
    else await takeEntry(state, entry, inside)
    if (isFull(state)) return
  }
}

async function takeEntry(state: State, entry: Entry, inside?: PackedFile): Promise<void> {
  if (entry.type === 'gap') {
    state.gaps.add(inside === undefined ? entry.gap : within(entry.gap, inside))
    return
  }
  if (entry.type === 'folder') return
  const path = place(state, entry, inside)
  if (path === undefined) return
  if (entry.type === 'link') {
    if (inside === undefined) state.links.push({ path, target: entry.target.slice(0, 4096) })
    else gap(state, 'link-unpacked', path, 'a link inside an archive was not followed', false)
  } else await store(state, entry, path, inside)
}

function within(found: Gap, inside: PackedFile): Gap {
  return { ...found, path: found.path === undefined ? inside.path : `${inside.path}!/${found.path}` }
}

/** The name under which an entry is kept, or undefined when a limit forbids it. */
function place(state: State, entry: FileEntry | LinkEntry, inside?: PackedFile): string | undefined {
  const safe = safePath(entry.path)
  const path = inside === undefined ? safe.path : `${inside.path}!/${safe.path}`
  for (const problem of safe.problems)
    gap(state, 'unsafe-path', path, `the path as written is not safe (${problem})`, false)
  if (path.split('/').length > state.limits.depth) {
    gap(state, 'depth', shortPath(path), `deeper than ${state.limits.depth} folders`, true)
    return undefined
  }
  if (Buffer.byteLength(path) > state.limits.pathBytes) {
    gap(state, 'path-length', shortPath(path), `longer than ${state.limits.pathBytes} bytes`, true)
    return undefined
  }
  return state.names.claim(path)
}

async function store(state: State, entry: FileEntry, path: string, inside?: PackedFile): Promise<void> {
  const target = join(state.root, path)
  makeFolder(state, dirname(path))
  const copied = await copy(state, entry, target)
  const hides = isMaterial(copied.head)
  if (copied.refused !== undefined) {
    await rm(target, { force: true })
    gap(state, copied.refused, path, copied.detail, hides)
    return
  }
  state.files.push({
    path,
    size: copied.size,
    sha256: copied.sha256,
    executable: entry.executable,
    ...(inside === undefined ? {} : { archive: inside.path }),
  })
  if (Buffer.from(copied.head).toString('latin1').startsWith('version https://git-lfs.github.com/spec/'))
    gap(state, 'lfs-pointer', path, 'the content is kept elsewhere by git-lfs', true)
  const packing = packingOf(copied.head)
  if (packing !== undefined)
    state.packed.push({ path, packing, depth: inside === undefined ? 0 : inside.depth + 1 })
}

/** Folders are asked for once per file and made once. */
function makeFolder(state: State, path: string): void {
  if (state.made.has(path)) return
  mkdirSync(join(state.root, path), { recursive: true, mode: 0o755 })
  state.made.add(path)
}

interface Copied {
  readonly size: number
  readonly sha256: string
  readonly head: Uint8Array
  readonly refused?: string
  readonly detail: string
}

/** Writes the content as a plain file, counting and hashing as it goes; stops at the first limit passed. */
async function copy(state: State, entry: FileEntry, target: string): Promise<Copied> {
  const hash = createHash('sha256')
  const file = openSync(target, 'wx', 0o644)
  let size = 0
  let head = Buffer.alloc(0)
  const refuse = (refused: string, detail: string): Copied => ({ size, sha256: '', head, refused, detail })
  try {
    fchmodSync(file, 0o644)
    for await (const chunk of entry.content()) {
      size += chunk.length
      if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
      if (size > state.limits.fileBytes)
        return refuse('too-large', `more than ${state.limits.fileBytes} bytes`)
      if (isBomb(size, entry.packed, state.limits))
        return refuse('archive-ratio', `more than ${state.limits.ratio} bytes per packed byte`)
      if (state.bytes + size > state.limits.totalBytes) {
        fill(state, `more than ${state.limits.totalBytes} bytes in all`)
        return refuse('too-large', 'the bytes allowed for the whole origin are used up')
      }
      hash.update(chunk)
      writeFileSync(file, chunk)
    }
  } catch (error) {
    return refuse('unreadable', error instanceof Error ? error.message : String(error))
  } finally {
    closeSync(file)
  }
  state.bytes += size
  return { size, sha256: hash.digest('hex'), head, detail: '' }
}

function isBomb(size: number, packed: number | undefined, limits: IntakeLimits): boolean {
  return packed !== undefined && size > 1024 * 1024 && size > limits.ratio * Math.max(packed, 1)
}

function isFull(state: State): boolean {
  return state.full
}

function fill(state: State, detail: string): void {
  state.full = true
  state.gaps.add({ reason: 'limit', detail: `${detail}; the rest was not taken`, material: true })
}

function gap(state: State, reason: string, path: string, detail: string, material: boolean): void {
  state.gaps.add({ reason, path, detail, material })
}

function shortPath(path: string): string {
  return path.length <= 256 ? path : `${path.slice(0, 256)}…`
}
