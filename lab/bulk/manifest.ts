import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { readObjectLine } from '../formats/object-line.js'
import { isRemote } from './source.js'
import type { Source } from './source.js'

/** One line: where it lies and what is said of it. `corpus` is a folder below the root, when there is one of that name. */
interface Line {
  readonly path: string
  readonly corpus?: string
  readonly sha256?: string
  readonly label?: string
  readonly family?: string
  readonly label_source?: string
}

/** Reads a manifest of samples (NDJSON, datasets/labels). Throws INPUT_NOT_FOUND, INPUT_MALFORMED with file:line. */
export async function readManifest(path: string, root?: string): Promise<readonly Source[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
  const base = resolve(root ?? dirname(path))
  const corpora = new Map<string, boolean>()
  const name = basename(path).replace(/\.\w+$/, '')
  const sources: Source[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue
    const line = parse(raw, `${path}:${index + 1}`)
    const { corpus } = line
    if (corpus !== undefined && !corpora.has(corpus)) corpora.set(corpus, await isFolder(join(base, corpus)))
    sources.push(sourceOf(line, base, name, corpus !== undefined && corpora.get(corpus) === true))
  }
  return sources
}

function sourceOf(line: Line, base: string, name: string, below: boolean): Source {
  const { path, corpus, sha256, label, family } = line
  const collection = corpus ?? name
  const folder = below ? join(base, collection) : base
  return {
    id: `${collection}/${path}`,
    collection,
    locator: isRemote(path) ? path : join(folder, path),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(label === undefined ? {} : { label, labelled: line.label_source ?? name }),
    ...(family === undefined || family === '' ? {} : { family }),
  }
}

function parse(text: string, where: string): Line {
  const mend =
    'Give one JSON object per line with `path`, and `label`, `sha256`, `corpus`, `family` where known.'
  const { line, fail } = readObjectLine(text, where, mend)
  if (typeof line['path'] !== 'string' || line['path'] === '') throw fail('the line has no path')
  for (const field of ['corpus', 'sha256', 'label', 'family', 'label_source'])
    if (line[field] !== undefined && typeof line[field] !== 'string') throw fail(`${field} is not text`)
  // A manifest may come from elsewhere: it must not reach out of its own folder.
  for (const part of [line['path'], line['corpus'] ?? ''] as string[])
    if (part.startsWith('/') || part.split('/').includes('..')) throw fail('the path leaves the corpus')
  return line as unknown as Line
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}
