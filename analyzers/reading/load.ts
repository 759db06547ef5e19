import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { ArtifactFile } from '@clawback/model'

import { decodeText, isBinary, typeOf } from '../bytes/type.js'
import { readerOf } from './kinds.js'
import { isOfficePart, officeText } from './office.js'
import type { Loaded, Walk } from './walk.js'

/**
 * The files of an artifact with their bytes, in order of path, one at a time. Read while the caller waits: what is done
 * with the bytes takes the processor anyway, and a way through the thread pool costs ten times the reading.
 */
export function* loadFiles({ open }: Walk): Generator<Loaded> {
  const files = [...open.artifact.files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  for (const file of files) yield load(file, open.root)
}

function load(file: ArtifactFile, root: string): Loaded {
  try {
    const bytes = readFileSync(join(root, ...file.path.split('/')))
    const type = typeOf(bytes)
    const decoded = isBinary(bytes) ? undefined : decodeText(bytes)
    const text = decoded !== undefined && isOfficePart(file.path) ? officeText(decoded) : decoded
    const firstLine = text?.slice(0, 200).split('\n', 1)[0] ?? ''
    return { file, bytes, type, text, reader: readerOf(file.path, type, firstLine) }
  } catch (problem) {
    return {
      file,
      problem: problem instanceof Error && 'code' in problem ? String(problem.code) : 'it could not be read',
    }
  }
}
