import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const path = new URL('surface.json', import.meta.url)
const packages = [
  '@clawback/model',
  '@clawback/wire',
  '@clawback/text',
  '@clawback/evaluator',
  'sigma-to-ts',
  '@clawback/pack-tools',
  '@clawback/ledger',
  '@clawback/analyzers',
  '@clawback/sandbox',
  '@clawback/lab',
  '@clawback/guard',
]

async function surface(name: string): Promise<readonly string[]> {
  return Object.keys((await import(name)) as object).sort()
}

// A red pin does not forbid a change; it makes it deliberate. UPDATE_GOLDEN=1 rewrites the list.
test.each(packages)('the values that %s exports are the pinned ones', async (name) => {
  const pinned = JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly string[]>
  const found = await surface(name)
  if (process.env['UPDATE_GOLDEN'] !== undefined)
    writeFileSync(path, `${JSON.stringify({ ...pinned, [name]: found }, undefined, 2)}\n`)
  else expect(found).toEqual(pinned[name])
})
