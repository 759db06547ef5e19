import { randomUUID } from 'node:crypto'
import { open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ClawbackError } from '@clawback/model'

/** A file that is there whole or not at all: who reads it meanwhile finds the one before. */
export interface Destination {
  /** Writes the whole of it: one text, or parts as they come. What the parts throw is thrown as it is. */
  commit(text: string | AsyncIterable<string | Uint8Array>): Promise<void>
  /** Leaves the file as it was. Nothing happens after `commit`. */
  discard(): Promise<void>
}

/**
 * Makes ready to write a file, so that a folder that cannot be written is known before the work and not after it. The
 * text goes to a file beside it that then takes its name. Throws OUTPUT_FAILED.
 */
export async function openDestination(path: string): Promise<Destination> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory() === true) throw failed(path, 'it is a folder')
  // A pipe or a device has no name that could be taken over.
  if (there !== undefined && !there.isFile())
    return { commit: (text) => attempt(path, () => writeFile(path, text)), discard: () => Promise.resolve() }
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`)
  const file = await attempt(path, () => open(beside, 'wx', 0o644))
  let opened = true
  const close = async (): Promise<void> => {
    if (opened) await file.close()
    opened = false
  }
  const discard = async (): Promise<void> => {
    await close()
    await rm(beside, { force: true })
  }
  return {
    discard,
    async commit(text) {
      try {
        await attempt(path, async () => {
          await writeFile(file, text)
          await file.sync()
          await close()
          await rename(beside, path)
        })
      } catch (error) {
        await discard()
        throw error
      }
    },
  }
}

async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ClawbackError) throw error
    throw failed(path, error instanceof Error ? error.message : 'unknown', error)
  }
}

function failed(path: string, detail: string, cause?: unknown): ClawbackError {
  return new ClawbackError('OUTPUT_FAILED', { path, detail }, cause)
}
