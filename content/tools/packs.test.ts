import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { buildPack } from './build.js'
import { generateKey, trust } from './keys.js'
import { lintPack } from './lint.js'
import { describeProblem } from './problem.js'
import { testPack } from './test-pack.js'
import { verifyPack } from './verify.js'

const root = new URL('../packs/', import.meta.url)
const names = readdirSync(root, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : []))
const folder = (name: string): string => fileURLToPath(new URL(name, root))

describe.each(names)('the pack %s', (name) => {
  test('has nothing wrong with it', async () => {
    const errors = (await lintPack(folder(name))).filter((problem) => problem.severity === 'error')
    expect(errors.map(describeProblem)).toEqual([])
  })

  test('does in every case what the case expects', async () => {
    const { failed, passed } = await testPack(folder(name))
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(0)
  })

  test('is built, signed and opened, and nothing in it is skipped', async () => {
    const key = await generateKey()
    const { bytes } = await buildPack(folder(name), { signKey: key })
    const found = await verifyPack(bytes, [trust(key, 6)])
    expect(found).toMatchObject({ name, skipped: [], limited: [] })
    expect(Buffer.from((await buildPack(folder(name), { signKey: key })).bytes).equals(bytes)).toBe(true)
  })
})

test('no two packs have a rule or a probe of the same id', async () => {
  const key = await generateKey()
  const packs = await Promise.all(
    names.map(
      async (name) =>
        (await verifyPack((await buildPack(folder(name), { signKey: key })).bytes, [trust(key, 6)])).pack,
    ),
  )
  const ids = packs.flatMap(({ plan, probes }) =>
    [...plan.rules, ...plan.correlations, ...probes].map(({ id }) => id),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test('packs that judge artifacts judge by one policy', () => {
  const read = (name: string): string => readFileSync(new URL(`${name}/policies/artifact.yml`, root), 'utf8')
  expect(read('mcp-core')).toBe(read('skill-core'))
})
