import { expect, test } from 'vitest'
import { buildPack } from './build.js'
import { lintPack } from './lint.js'
import { describeProblem } from './problem.js'
import { soundPack, withFolder } from './testkit.js'
import { verifyPack } from './verify.js'

const model = {
  format: 'clawback-text-model/1',
  name: 'm',
  normalisation: 'words/1',
  ngrams: [1, 2],
  bits: 8,
  window: 16,
  bias: 0,
  scale: 1,
  weights: Buffer.alloc(256).toString('base64'),
}
const probe = 'kind: text-model\nid: scores\nmodel: small\n'

test('a probe takes its model from models/, and the pack carries it', async () => {
  const files = { ...soundPack, 'probes/m.yml': probe, 'models/small.json': JSON.stringify(model) }
  const { pack } = await withFolder(files, async (dir) =>
    verifyPack((await buildPack(dir)).bytes, [], { allowUnsigned: true }),
  )
  expect(pack.probes).toContainEqual({ kind: 'text-model', id: 'scores', pack: 'sound', tags: [], model })
})

test('a model that is not there, and one that is none, are refused with their place', async () => {
  const missing = await withFolder({ ...soundPack, 'probes/m.yml': probe }, lintPack)
  expect(missing.map(describeProblem)).toContainEqual(
    expect.stringContaining('a text-model probe names a file of `models/`'),
  )
  const files = { ...soundPack, 'probes/m.yml': probe, 'models/small.json': '{"format": 1}' }
  await withFolder(files, async (dir) => {
    const { bytes } = await buildPack(dir)
    await expect(verifyPack(bytes, [], { allowUnsigned: true })).rejects.toMatchObject({
      code: 'PACK_INVALID',
    })
  })
})
