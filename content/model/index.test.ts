import { expect, test } from 'vitest'
import * as surface from './index.js'

test('the public surface is what it was decided to be', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'ClawbackError',
    'PatternError',
    'actionOf',
    'aliases',
    'buildRecord',
    'canonicalJson',
    'defaultCaps',
    'errorTable',
    'fieldProblem',
    'fields',
    'flatten',
    'isFieldValue',
    'kinds',
    'normalLaunch',
    'normalisePath',
    'openPrefixes',
    'pae',
    'parsePattern',
    'parseRecord',
    'patternCaps',
    'serverId',
    'setDigest',
    'sha256',
    'shownBy',
    'traceDigest',
    'uuidv7',
  ])
})
