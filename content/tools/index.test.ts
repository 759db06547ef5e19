import { expect, test } from 'vitest'
import * as surface from './index.js'

test('the public surface is what it was decided to be', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'buildPack',
    'describeProblem',
    'diffPacks',
    'generateKey',
    'importNova',
    'learnBaseline',
    'lintPack',
    'parseKey',
    'signPack',
    'testPack',
    'trust',
    'verifyPack',
  ])
})
