import { expect, test } from 'vitest'
import * as surface from './index.js'

test('the public surface is what it was decided to be', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'createCanarySearch',
    'decodeBase32',
    'decodeLayers',
    'entropy',
    'findHidden',
    'redact',
    'safeDisplay',
    'undisguise',
  ])
})
