import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { ArtifactFile } from '@clawback/model'
import pLimit from 'p-limit'

import { decodeText, isBinary, typeOf } from '../bytes/type.js'
import { readerOf } from './kinds.js'
import type { Loaded, Walk } from './walk.js'

/** Files read from disk ahead of the one being looked at; bounds memory. */
const ahead = 8

/** The files of an artifact with their bytes, in order of path. */
export async function* loadFiles({ open }: Walk): AsyncGenerator<Loaded> {
  const files = [...open.artifact.files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const limit = pLimit(ahead)
  const window: Promise<Loaded>[] = []
  for (const file of files) {
    window.push(limit(() => load(file, open.root)))
    if (window.length > ahead) yield* await next(window)
  }
  while (window.length > 0) yield* await next(window)
}

async function next(window: Promise<Loaded>[]): Promise<Loaded[]> {
  const first = window.shift()
  return first === undefined ? [] : [await first]
}

async function load(file: ArtifactFile, root: string): Promise<Loaded> {
  try {
    const bytes = await readFile(join(root, ...file.path.split('/')))
    const type = typeOf(bytes)
    const text = isBinary(bytes) ? undefined : decodeText(bytes)
    const firstLine = text?.slice(0, 200).split('\n', 1)[0] ?? ''
    return { file, bytes, type, text, reader: readerOf(file.path, type, firstLine) }
  } catch (problem) {
    return {
      file,
      problem: problem instanceof Error && 'code' in problem ? String(problem.code) : 'it could not be read',
    }
  }
}
