import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const known = new Map<string, string>()

/** Version of an installed package, read without loading it; `unknown` when it is not there. */
export function packageVersion(name: string): string {
  const version = known.get(name) ?? find(name) ?? 'unknown'
  known.set(name, version)
  return version
}

function find(name: string): string | undefined {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const text = readFileSync(join(folder, name, 'package.json'), 'utf8')
      return (JSON.parse(text) as { version?: string }).version
    } catch {
      continue
    }
  }
  return undefined
}
