import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** What the registry adds to a skill; no content of it. */
const ofTheRegistry = '_meta.json'
const programs =
  /^\.(?:py|js|mjs|cjs|ts|mts|tsx|jsx|sh|bash|zsh|ps1|rb|go|rs|php|pl|swift|java|cs|c|cpp|lua)$/

/** The content of a folder as the labels name it: SHA-256 of its files' names and digests, in order of name. */
export async function readTree(
  folder: string,
): Promise<{ readonly sha256: string; readonly files: number; readonly hasPrograms: boolean }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => name !== ofTheRegistry)
    .sort()
  const whole = createHash('sha256')
  for (const name of names) {
    const digest = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex')
    whole.update(`${name}\0${digest}\n`)
  }
  return {
    sha256: whole.digest('hex'),
    files: names.length,
    hasPrograms: names.some((name) => programs.test(extname(name).toLowerCase())),
  }
}
