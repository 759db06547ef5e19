import { rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { defaultLimits, intake, takeIn } from '@clawback/analyzers'
import type { Intake, IntakeEntry, IntakeOptions } from '@clawback/analyzers'
import { isConflicting, malformed, readSample, unpackSample } from './remote/sample.js'
import type { Sample } from './remote/sample.js'

/**
 * Opens a sample that came packed, as intake opens what it was packed from. `locator` is where it would be laid out: a path
 * below a private folder that is not there yet. It is laid out only where intake has to look at it as it lies;
 * `onLaidOut` is called then. Throws INPUT_MALFORMED, and what intake throws.
 */
export async function openPacked(
  blob: Uint8Array,
  locator: string,
  options: IntakeOptions,
  onLaidOut: (path: string) => Promise<void> = () => Promise.resolve(),
): Promise<Intake> {
  const name = basename(locator)
  const sample = readSample(blob, name)
  if (isPlain(sample)) {
    if (isConflicting(sample.entries)) throw malformed('two of its members want the same place')
    return await takeIn(entriesOf(sample), { origin: { type: 'folder', locator }, name }, options)
  }
  const home = dirname(locator)
  const gone = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 3 })
  try {
    await onLaidOut(unpackSample(blob, home, name))
    const taken = await intake(locator, options)
    return {
      ...taken,
      async close() {
        await taken.close()
        gone()
      },
    }
  } catch (error) {
    gone()
    throw error
  }
}

/** A folder that intake would take file by file: no working copy, no repository, nothing too deep to enter. */
function isPlain({ isFolder, entries }: Sample): boolean {
  return (
    isFolder &&
    entries.every(({ path }) => {
      const parts = path.split('/')
      return parts.length < defaultLimits.depth && parts[0] !== '.git' && path !== 'HEAD'
    })
  )
}

async function* entriesOf({ entries }: Sample): AsyncGenerator<IntakeEntry> {
  for (const entry of entries) {
    const path = Buffer.from(entry.path, 'latin1')
    if (entry.type === 'file')
      yield { type: 'file', path, executable: entry.executable, content: () => once(entry.bytes) }
    else if (entry.type === 'link')
      yield { type: 'link', path, target: Buffer.from(entry.target, 'latin1').toString() }
    else yield await Promise.resolve({ type: 'folder' as const, path })
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield await Promise.resolve(bytes)
}
