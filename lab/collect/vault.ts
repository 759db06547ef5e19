import { mkdir, open, readdir, rename, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { OpenArtifact } from '@clawback/model'
import { holdFolder } from '../bulk/hold.js'
import { draftFolder, putBlob } from './blobs.js'
import { writeLine } from './lines.js'
import { isQuarantine, manifestName, readQuarantine } from './quarantine.js'
import { copyKey, problemKey } from './sample.js'
import type { CollectProblem, Provenance, Sample } from './sample.js'

/** What became of one artifact: `bytes` are those of its files, `stored` those that were not there before. */
export interface Taken {
  readonly type: 'new' | 'copy' | 'known'
  readonly bytes: number
  readonly stored: number
}

/** A quarantine open for writing, by one program at a time. */
export interface Vault {
  /** Puts an artifact in: blobs first, then its line. Killed between, the blobs serve the next try. */
  put(open: OpenArtifact, copy: Provenance): Promise<Taken>
  problem(problem: CollectProblem): Promise<void>
  /** Writes the manifest anew, one line a sample, and forgets problems of `sources` that did not come up again. */
  fold(sources: readonly string[]): Promise<{ readonly samples: number; readonly copies: number; readonly problems: readonly CollectProblem[] }> // prettier-ignore
  close(): Promise<void>
}

/** Opens or makes a quarantine. Throws STORE_BUSY, OUTPUT_FAILED when the folder holds something else, INPUT_MALFORMED. */
export async function openVault(folder: string): Promise<Vault> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, manifestName)
  const fresh = !(await isQuarantine(folder))
  if (fresh) await refuseOther(folder)
  const letGo = await holdFolder(folder)
  try {
    const drafts = join(folder, draftFolder)
    await rm(drafts, { recursive: true, force: true })
    await mkdir(drafts, { mode: 0o700 })
    if (fresh) await replace(folder, [writeLine({ type: 'quarantine', version: 1 })])
    const found = await readQuarantine(folder)
    await truncate(path, found.whole)
    const file = await open(path, 'a', 0o600)
    const close = async (): Promise<void> => {
      await file.close()
      await rm(drafts, { recursive: true, force: true })
      await letGo()
    }
    return { ...verbsOf(folder, (line) => file.appendFile(line), found), close }
  } catch (error) {
    await letGo()
    throw error
  }
}

function verbsOf(
  folder: string,
  append: (line: string) => Promise<void>,
  found: { readonly samples: ReadonlyMap<string, Sample>; readonly problems: readonly CollectProblem[] },
): Omit<Vault, 'close'> {
  const samples = new Map(found.samples)
  const keys = new Map([...samples].map(([id, { copies }]) => [id, new Set(copies.map(copyKey))]))
  const before = new Map(found.problems.map((problem) => [problemKey(problem), problem]))
  const now = new Map<string, CollectProblem>()
  return {
    async put(opened, copy) {
      const { id } = opened.artifact
      const known = samples.get(id)
      const sample = known ?? sampleOf(opened)
      const bytes = sample.files.reduce((sum, { size }) => sum + size, 0)
      let stored = 0
      for (const { path, sha256, size } of sample.files)
        if (await putBlob(folder, sha256, size, join(opened.root, path))) stored += size
      if (keys.get(id)?.has(copyKey(copy)) === true) return { type: 'known', bytes, stored }
      await append(
        known === undefined
          ? writeLine({ type: 'sample', ...sample, copies: [copy] })
          : writeLine({ type: 'copy', id, copy }),
      )
      samples.set(id, { ...sample, copies: [...sample.copies, copy] })
      keys.set(id, (keys.get(id) ?? new Set()).add(copyKey(copy)))
      return { type: known === undefined ? 'new' : 'copy', bytes, stored }
    },
    async problem(problem) {
      const key = problemKey(problem)
      if (!before.has(key) && !now.has(key)) await append(writeLine({ type: 'problem', ...problem }))
      now.set(key, problem)
    },
    async fold(sources) {
      const left = [...before].filter(([key, { source }]) => !now.has(key) && !sources.includes(source))
      const problems = [...left.map(([, problem]) => problem), ...now.values()]
      const sorted = [...samples.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      await replace(folder, manifestLines(sorted, problems))
      return { samples: sorted.length, copies: sorted.reduce((n, { copies }) => n + copies.length, 0), problems } // prettier-ignore
    },
  }
}

function* manifestLines(samples: readonly Sample[], problems: readonly CollectProblem[]): Generator<string> {
  yield writeLine({ type: 'quarantine', version: 1 })
  for (const sample of samples) yield writeLine({ type: 'sample', ...sample })
  for (const problem of problems) yield writeLine({ type: 'problem', ...problem })
}

function sampleOf({ artifact }: OpenArtifact): Sample {
  const { id, kind, name, version, files, links, gaps } = artifact
  return {
    ...{ id, kind, name, ...(version === undefined ? {} : { version }) },
    // What lies in archives of the sample comes out of them again.
    files: files
      .filter(({ archive }) => archive === undefined)
      .map(({ path, size, sha256, executable }) => ({ path, size, sha256, executable })),
    links,
    gaps,
    copies: [],
  }
}

/** Writes the manifest beside the old one, and puts it in its place once it is on the disk. */
async function replace(folder: string, lines: Iterable<string>): Promise<void> {
  const draft = join(folder, draftFolder, manifestName)
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', 0o600)
  try {
    for (const line of lines) await file.appendFile(line)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, manifestName))
}

/** Samples are laid beside nothing of somebody else. What is ours from before the first line does not count. */
async function refuseOther(folder: string): Promise<void> {
  const ours = new Set([draftFolder, 'run.lock', 'run.lock-wal', 'run.lock-shm', 'run.lock-journal'])
  const other = (await readdir(folder)).find((name) => !ours.has(name))
  if (other !== undefined)
    throw new ClawbackError('OUTPUT_FAILED', {
      path: folder,
      detail: `it is no quarantine and holds ${other}; give a new or empty folder`,
    })
}
