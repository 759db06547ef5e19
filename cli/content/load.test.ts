import { readFile } from 'node:fs/promises'

import { createGroupMatcher, loadPack } from '@clawback/evaluator'
import { expect, test } from 'vitest'

import { loadPacks } from './load.js'

test('a built-in pack is what its file says, and every rule of it that was not checked again can be loaded', async () => {
  const packs = await loadPacks({ pack: [], key: [], builtin: true })
  expect(packs.length).toBeGreaterThan(0)
  for (const pack of packs) {
    const name = `${pack.manifest.name}-${pack.manifest.version}.pack`
    const bytes = await readFile(new URL(`../dist/packs/${name}`, import.meta.url))
    const checked = await loadPack(bytes, [], { allowUnsigned: true })
    expect(pack).toEqual({ ...checked, pinned: true })
    expect(createGroupMatcher([checked]).skipped).toEqual([])
  }
})
