import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Where the content of a digest lies, from the quarantine's folder. */
export function blobPath(sha256: string): string {
  return `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`
}

/** Where files are before they are whole. */
export const draftFolder = 'tmp'

/** Puts the content of a file in, if it is not there: mode 0600, never executable, whole or not at all. True when it is new. */
export async function putBlob(root: string, sha256: string, size: number, from: string): Promise<boolean> {
  const target = join(root, blobPath(sha256))
  // A shorter one was left by a power cut.
  const there = await lstat(target).catch(() => undefined)
  if (there?.isFile() === true && there.size === size) return false
  const draft = join(root, draftFolder, randomUUID())
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  await copyFile(from, draft, constants.COPYFILE_EXCL)
  await chmod(draft, 0o600)
  await rename(draft, target)
  return true
}

/** The bytes of a blob. Links are refused, so that a quarantine from elsewhere names no file of this machine. */
export async function* readBlob(root: string, sha256: string): AsyncGenerator<Uint8Array> {
  const handle = await open(
    join(root, blobPath(sha256)),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  )
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is not a regular file')
    for await (const chunk of handle.createReadStream({ autoClose: false })) yield chunk as Uint8Array
  } finally {
    await handle.close()
  }
}
