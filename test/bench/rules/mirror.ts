import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RuleFile } from 'sigma-to-ts'

/** The rule files of a checkout of the SigmaHQ repository; with `only`, those of one of its folders. */
export function sigmaFiles(root: string, only?: string): RuleFile[] {
  return readdirSync(root)
    .filter((name) => (only === undefined ? name === 'rules' || name.startsWith('rules-') : name === only))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((path) => path.endsWith('.yml'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}
