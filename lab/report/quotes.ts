import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { redact } from '@clawback/text'
import type { Artifact, ArtifactFile, Finding, Quote, Region } from '@clawback/model'
import { groupBy } from '../walk/group.js'

/** Lines shown before and after a place, lines of one place, characters of one line, bytes of a file that is opened. */
const around = 2
const tallest = 12
const widest = 400
const largest = 4_000_000

/** The source that findings rest on, in the words of the sample: read from where it was found, when it is still the same. */
export async function quoteFindings(
  artifact: Artifact,
  findings: readonly Finding[],
  roots: readonly string[],
): Promise<readonly Quote[]> {
  const regions = findings.flatMap(({ evidence }) => evidence.flatMap(({ region }) => region ?? []))
  const files = [...groupBy(regions, ({ path }) => path)]
  return (await Promise.all(files.map(([path, places]) => quoteFile(artifact, path, places, roots)))).flat()
}

async function quoteFile(
  { files }: Artifact,
  path: string,
  places: readonly Region[],
  roots: readonly string[],
): Promise<readonly Quote[]> {
  const windows = windowsOf(places)
  if (windows.length === 0) return []
  const file = files.find((one) => one.path === path)
  if (file === undefined || file.archive !== undefined)
    return [{ path, missing: 'it lies inside an archive, or was not taken in as a file' }]
  if (file.size > largest) return [{ path, missing: 'the file is too large to be quoted' }]
  if (roots.length === 0) return [{ path, missing: 'its origin is not a folder on this machine' }]
  for (const root of roots) {
    const text = await readSame(join(root, path), file)
    if (text === undefined) continue
    const lines = withoutSecrets(text).split(/\r?\n/)
    return windows.map(([from, to]) => ({ path, from, lines: lines.slice(from - 1, to).map(clip) }))
  }
  return [{ path, missing: 'the file is no longer where it was found, or is not the one that was looked at' }]
}

/** The content of a file, when it is the one that was looked at: by its digest, whatever the path leads to. */
async function readSame(path: string, { size, sha256 }: ArtifactFile): Promise<string | undefined> {
  // A pipe that took the place of a file must not hold us up.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined)
  if (handle === undefined) return undefined
  try {
    const found = await handle.stat()
    if (!found.isFile() || found.size !== size) return undefined
    const bytes = await handle.readFile()
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes.toString('utf8') : undefined
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}

/** Places with their surroundings, those that touch as one. */
function windowsOf(places: readonly Region[]): readonly (readonly [number, number])[] {
  const wanted = places
    .flatMap(({ line, lineEnd = line }) =>
      line === undefined || lineEnd === undefined
        ? []
        : [[Math.max(1, line - around), Math.min(lineEnd, line + tallest) + around] as const],
    )
    .sort(([a], [b]) => a - b)
  const windows: [number, number][] = []
  for (const [from, to] of wanted) {
    const last = windows.at(-1)
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else windows.push([from, to])
  }
  return windows
}

/** The text with its secrets taken out and every line where it was. */
function withoutSecrets(text: string): string {
  let shown = ''
  let at = 0
  for (const { start, end, type, digest } of redact(text).redactions) {
    if (start < at) continue
    shown += `${text.slice(at, start)}«secret:${type}:${digest}»${text.slice(start, end).replace(/[^\n]/g, '')}`
    at = end
  }
  return shown + text.slice(at)
}

function clip(line: string): string {
  return line.length <= widest ? line : `${line.slice(0, widest).toWellFormed()}…`
}
