import { defaultLimits, takeIn } from '@clawback/analyzers'
import type { Intake, IntakeEntry, IntakeOptions } from '@clawback/analyzers'
import { ClawbackError } from '@clawback/model'
import type { Gap, OpenArtifact, Origin } from '@clawback/model'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readBlob } from './blobs.js'
import { startsOf, withStarts } from './with-starts.js'
import { manifestName, readQuarantine } from './quarantine.js'
import type { Quarantine } from './quarantine.js'
import type { Provenance, Sample } from './sample.js'

/** A sample of a quarantine by its id. Throws INPUT_NOT_FOUND, INPUT_MALFORMED. */
export async function findSample(folder: string, id: string): Promise<Sample> {
  const sample = (await quarantineOf(folder)).samples.get(id)
  if (sample === undefined) throw new ClawbackError('INPUT_NOT_FOUND', { locator: `${folder}#${id}` })
  return sample
}

/**
 * Lays a collected sample out in a private folder, as intake does with a folder: plain 0644 files, links as notes. What
 * could not be taken when it was collected is a gap again. Throws INPUT_NOT_FOUND, and INPUT_MALFORMED when blobs are not
 * what the manifest says.
 */
export async function openSample(folder: string, id: string, options: IntakeOptions): Promise<Intake> {
  const sample = await findSample(folder, id)
  const about = { origin: originOf(sample.copies[0], folder), name: sample.name }
  const taken = await takeIn(entriesOf(folder, sample), about, { ...options, limits: roomFor(sample) })
  const [open] = taken.artifacts
  if (open?.artifact.id !== id || taken.artifacts.length !== 1) {
    await taken.close()
    throw new ClawbackError('INPUT_MALFORMED', {
      where: `${folder}#${id}`,
      detail: 'its blobs are missing or are not what the manifest says',
      mend: 'Collect it again: what is missing is put back.',
    })
  }
  return { ...taken, artifacts: [withStarts(withGaps(open, sample.gaps), startsOf(sample.copies))] }
}

// A worker asks for one sample after another of the same few quarantines.
let last: { readonly stamp: string; readonly quarantine: Promise<Quarantine> } | undefined

async function quarantineOf(folder: string): Promise<Quarantine> {
  const path = join(folder, manifestName)
  const info = await stat(path).catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
  const stamp = `${path} ${info.size} ${info.mtimeMs} ${info.ino}`
  if (last?.stamp !== stamp) last = { stamp, quarantine: readQuarantine(folder) }
  return await last.quarantine
}

async function* entriesOf(folder: string, { files, links }: Sample): AsyncGenerator<IntakeEntry> {
  for (const { path, sha256, executable } of files)
    yield { type: 'file', path, executable, content: () => readBlob(folder, sha256) }
  for (const { path, target } of links) yield await Promise.resolve({ type: 'link' as const, path, target })
}

/** It was taken within some limits before, perhaps wider ones. */
function roomFor({ files, links }: Sample): Partial<typeof defaultLimits> {
  const sizes = files.map(({ size }) => size)
  const sum = sizes.reduce((all, size) => all + size, 0)
  return {
    entries: Math.max(defaultLimits.entries, 2 * (files.length + links.length)),
    fileBytes: sizes.reduce((most, size) => Math.max(most, size), defaultLimits.fileBytes),
    totalBytes: Math.max(defaultLimits.totalBytes, 2 * sum),
  }
}

/** What a list named is a package all the same. */
function typeOf({ kind, locator }: Provenance): Origin['type'] {
  return types[kind] ?? (locator.startsWith('npm:') ? 'npm' : 'dataset')
}

const types: Partial<Record<Provenance['kind'], Origin['type']>> = {
  folder: 'folder',
  archive: 'archive',
  git: 'git',
  npm: 'npm',
}

function originOf(copy: Provenance | undefined, folder: string): Origin {
  if (copy === undefined) return { type: 'dataset', locator: folder }
  const { locator, commit, pin = commit, path } = copy
  return {
    type: typeOf(copy),
    locator,
    ...(pin === undefined ? {} : { pin }),
    ...(path === undefined ? {} : { inside: path }),
  }
}

function withGaps(open: OpenArtifact, before: readonly Gap[]): OpenArtifact {
  const all = new Map([...before, ...open.artifact.gaps].map((gap) => [JSON.stringify(gap), gap]))
  return { ...open, artifact: { ...open.artifact, gaps: [...all.values()] } }
}
