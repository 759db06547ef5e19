import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { Files } from './lay.js'

/** Writes an artifact into a new folder and gives its path. */
export async function put(folder: string, files: Files): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(target, content)
    else await symlink(content.link, target)
  }
  return folder
}
