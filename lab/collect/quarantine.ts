import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { readLine } from './lines.js'
import type { QuarantineLine } from './lines.js'
import { copyKey, problemKey } from './sample.js'
import type { CollectProblem, Provenance, Sample } from './sample.js'

export const manifestName = 'manifest.ndjson'

/** What a quarantine holds. */
export interface Quarantine {
  readonly folder: string
  /** By id. */
  readonly samples: ReadonlyMap<string, Sample>
  readonly problems: readonly CollectProblem[]
  /** Bytes of the manifest up to its last whole line. */
  readonly whole: number
}

/** Whether a folder is a quarantine: its manifest says so in the first line. */
export async function isQuarantine(folder: string): Promise<boolean> {
  const file = await open(join(folder, manifestName), 'r').catch(() => undefined)
  if (file === undefined) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead).toString().startsWith('{"type":"quarantine"')
  } catch {
    return false
  } finally {
    await file.close()
  }
}

/**
 * Reads a quarantine. A last line without its end was being written when somebody was killed, and does not count. Throws
 * INPUT_NOT_FOUND, INPUT_UNSUPPORTED, and INPUT_MALFORMED with file:line.
 */
export async function readQuarantine(folder: string): Promise<Quarantine> {
  const path = join(folder, manifestName)
  const samples = new Map<string, Sample>()
  const copies = new Map<string, Map<string, Provenance>>()
  const problems = new Map<string, CollectProblem>()
  let [number, whole] = [0, 0]
  for await (const bytes of lines(path)) {
    const line = readLine(bytes.toString(), `${path}:${++number}`)
    whole += bytes.length + 1
    if (number === 1 && line.type !== 'quarantine')
      throw new ClawbackError('INPUT_UNSUPPORTED', { locator: folder, detail: 'it is no quarantine' })
    take(line, samples, copies, problems)
  }
  const all = [...samples].map(
    ([id, sample]) => [id, { ...sample, copies: [...(copies.get(id)?.values() ?? [])] }] as const,
  )
  return { folder, samples: new Map(all), problems: [...problems.values()], whole }
}

function take(
  line: QuarantineLine,
  samples: Map<string, Sample>,
  copies: Map<string, Map<string, Provenance>>,
  problems: Map<string, CollectProblem>,
): void {
  const add = (id: string, list: readonly Provenance[]): void => {
    const known = copies.get(id) ?? new Map<string, Provenance>()
    for (const copy of list) if (!known.has(copyKey(copy))) known.set(copyKey(copy), copy)
    copies.set(id, known)
  }
  if (line.type === 'sample') {
    const { type: _, ...sample } = line
    if (!samples.has(sample.id)) samples.set(sample.id, sample)
    add(sample.id, sample.copies)
  } else if (line.type === 'copy') add(line.id, [line.copy])
  else if (line.type === 'problem') {
    const { type: _, ...problem } = line
    problems.set(problemKey(problem), problem)
  }
}

/** The lines of a file that end, without their end: at line feeds only, since names hold every other separator. */
async function* lines(path: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  try {
    for await (const piece of createReadStream(path)) {
      let rest = piece as Buffer
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        yield Buffer.concat([...parts, rest.subarray(0, end)])
        parts = []
        rest = rest.subarray(end + 1)
      }
      if (rest.length > 0) parts.push(rest)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  }
}
