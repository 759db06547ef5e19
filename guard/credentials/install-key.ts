import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'

/** The 32 random bytes that key this installation's credential ids and stamps; made on first use, mode 0600. */
export async function openInstallKey(folder: string): Promise<Buffer> {
  const path = join(folder, 'install.key')
  const made = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
    throw error
  })
  if (made !== undefined) {
    const key = randomBytes(32)
    await made.writeFile(key)
    await made.sync()
    await made.close()
    return key
  }
  const key = await readFile(path)
  if (key.length !== 32)
    throw new ClawbackError('INPUT_MALFORMED', {
      where: path,
      detail: `the install key has ${key.length} bytes, not 32`,
      mend: 'Restore it from a copy; a new key breaks the joins with what is stored.',
    })
  return key
}
