import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { textPatterns } from '../../analyzers/instructions/ready-probes.js'
import { planName } from '../../analyzers/search/plan-for.js'
import { share } from '../../analyzers/search/plan.js'
import { loadPacks } from '../../cli/content/load.js'

test('how the texts of built-in packs are searched was kept by the build, and would be worked out the same now', async () => {
  const packs = await loadPacks({ pack: [], key: [], builtin: true })
  const patterns = textPatterns(packs.flatMap(({ probes }) => probes))
  const kept = new URL(`../../analyzers/dist/search/plans/${planName(patterns)}`, import.meta.url)
  expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual(share(patterns))
})
