import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import { readObjectLine } from '../formats/object-line.js'
import { isInnerPath } from './lines.js'

/** One sample of a manifest of `datasets/`: where it is, what it is, what is said of it. */
export interface DatasetEntry {
  /** Address of a git repository. */
  readonly repo: string
  /** Whole id. */
  readonly commit: string
  /** Folder of the sample. */
  readonly path: string
  /** Id of the artifact (content/model/artifact.ts) without `sha256:`, hex. */
  readonly sha256: string
  readonly label?: string
  readonly labelledBy?: string
  readonly licence?: string
}

/** Reads such a manifest (NDJSON). Throws INPUT_NOT_FOUND, INPUT_MALFORMED with file:line. */
export async function readDataset(path: string): Promise<readonly DatasetEntry[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readEntry(line, `${path}:${index + 1}`)]))
}

/** One line. Throws INPUT_MALFORMED. */
export function readEntry(text: string, where: string): DatasetEntry {
  const mend = 'Give `repo` (git address), `commit` (whole id), `path` and `sha256`; `label` and `licence` where known.' // prettier-ignore
  const { line, fail } = readObjectLine(text, where, mend)
  const { repo, commit, path, sha256, label, label_source: labelledBy, licence } = line
  if (typeof repo !== 'string' || !/^(https|ssh|git|file):\/\/[^\s-]/.test(repo)) throw fail('the line has no repo') // prettier-ignore
  if (typeof commit !== 'string' || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw fail('the line has no whole commit') // prettier-ignore
  if (!isInnerPath(path)) throw fail('the line has no path within the repository')
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) throw fail('the line has no sha256')
  for (const [name, said] of Object.entries({ label, label_source: labelledBy, licence }))
    if (said !== undefined && typeof said !== 'string') throw fail(`${name} is not text`)
  return {
    ...{ repo, commit, path, sha256 },
    ...(typeof label === 'string' ? { label } : {}),
    ...(typeof labelledBy === 'string' ? { labelledBy } : {}),
    ...(typeof licence === 'string' ? { licence } : {}),
  }
}

/** Whether a file is such a manifest, by its first line; others label samples that they do not say how to get. */
export function isDataset(path: string): boolean {
  try {
    readEntry(readFileSync(path, 'utf8').split('\n', 1)[0] ?? '', path)
    return true
  } catch {
    return false
  }
}
