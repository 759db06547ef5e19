import { readFile, realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Suppression } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import type { Survey } from '@clawback/lab'
import { defaultFile } from './arguments.js'
import type { ExaminationArguments } from './arguments.js'

/**
 * The suppressions of the file named, or of the one in this folder. One that lies in what is examined is not obeyed
 * unless it was named, for a sample must not speak for itself; that is said on stderr. Throws INPUT_NOT_FOUND and
 * INPUT_MALFORMED.
 */
export async function loadSuppressions(
  given: Pick<ExaminationArguments, 'suppressions' | 'paths'>,
): Promise<readonly Suppression[]> {
  if (given.suppressions === false) return []
  const file = given.suppressions ?? defaultFile
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (given.suppressions === undefined && missing) return undefined
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: file }, error)
  })
  if (text === undefined) return []
  if (given.suppressions === undefined && (await liesInside(file, given.paths))) {
    note(`${file} lies in what is examined and is not obeyed; name it with --suppressions if it is yours`)
    return []
  }
  const { readSuppressions } = await import('@clawback/lab')
  return readSuppressions(file, text)
}

async function liesInside(file: string, paths: readonly string[]): Promise<boolean> {
  const real = await realpath(file)
  const folders = await Promise.all(paths.map((path) => realpath(resolve(path)).catch(() => undefined)))
  return folders.some(
    (folder) =>
      folder !== undefined &&
      (real === folder || real.startsWith(folder.endsWith(sep) ? folder : folder + sep)),
  )
}

/** Says which entries have expired and which covered nothing: a list that nobody clears out covers too much one day. */
export function noteSuppressions(all: readonly Suppression[], { expired, examinations }: Survey): void {
  for (const { source, rule, expires } of expired)
    note(`${source}: the suppression of ${rule} expired on ${expires}; it covers nothing any more`)
  const used = new Set(
    examinations.flatMap(({ findings }) => findings.map(({ suppressed }) => suppressed?.source)),
  )
  for (const one of all)
    if (!used.has(one.source) && !expired.includes(one))
      note(`${one.source}: the suppression of ${one.rule} covered nothing`)
}

function note(text: string): void {
  process.stderr.write(`note: ${safeDisplay(text)}\n`)
}
