import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { defaultLimits } from '../plan/limits.js'
import type { CellRun, Limits, Variant } from '../ports.js'

/** Folders that were made, to be gone when the process is. */
const made: string[] = []
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Writes the files of a sample into a new folder, which the end of the process removes. For tests and the self-test of a cell. */
export function layOut(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sample-'))
  made.push(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

let count = 0

/** A run of one command in a sample's folder. */
export function runOf(
  root: string,
  command: readonly string[],
  options: { readonly limits?: Partial<Limits>; readonly variant?: Variant; readonly stdin?: string } = {},
): CellRun {
  count += 1
  return {
    run: `run-${count}`,
    artifact: 'sha256:test',
    variant: options.variant ?? 'base',
    entry: { actor: 'script', name: command.at(-1) ?? '', command },
    root,
    cwd: '/skill',
    env: {},
    actor: { name: 'script', options: options.stdin === undefined ? {} : { stdin: options.stdin } },
    limits: { ...defaultLimits, ...options.limits },
  }
}
