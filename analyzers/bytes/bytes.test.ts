import type { YaraProbe } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { byteEntropy, decodeText, isBinary, typeOf } from './type.js'
import { openYara } from './yara.js'

const probe = (id: string, source: string): YaraProbe => ({
  kind: 'yara',
  id,
  pack: 'test',
  tags: [],
  source,
})

it.each([
  [[0x7f, 0x45, 0x4c, 0x46, 2], 'application/x-elf'],
  [[0x50, 0x4b, 3, 4], 'application/zip'],
  [[0xcb, 0x0d, 0x0d, 0x0a, 0, 0, 0, 0], 'application/x-python-bytecode'],
  [[0x23, 0x21, 0x2f, 0x62], 'text/x-script'],
  [[0x61, 0x62], 'text/plain'],
  [[], 'inode/x-empty'],
  [[1, 0, 2], 'application/octet-stream'],
])('knows %j', (bytes, type) => {
  expect(typeOf(Uint8Array.from(bytes))).toBe(type)
})

it('reads UTF-16 by its mark', () => {
  const bytes = Uint8Array.from([0xff, 0xfe, 0x61, 0, 0xe9, 0])
  expect(isBinary(bytes)).toBe(false)
  expect(decodeText(bytes)).toBe('aé')
})

it('measures entropy between 0 and 8 bits', () => {
  expect(byteEntropy(new Uint8Array(100))).toBe(0)
  expect(byteEntropy(Uint8Array.from({ length: 256 }, (_, i) => i))).toBe(8)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      expect(byteEntropy(bytes)).toBeGreaterThanOrEqual(0)
      expect(byteEntropy(bytes)).toBeLessThanOrEqual(8)
      expect(typeOf(bytes)).toMatch(/\//)
    }),
  )
})

const scanner = openYara([
  probe('one', 'rule a { strings: $x = "evil" nocase condition: $x }'),
  probe('two', '/* rule z */ rule a { strings: $y = "bad" condition: $y }'),
  probe('three', 'rule c { condition: filesize < 4 }'),
  probe('broken', 'rule d { condition: nope }'),
  probe('reader', 'include "/etc/passwd"\nrule e { condition: true }'),
])

describe.skipIf(scanner === undefined)('YARA-X (skipped where it is not built for the machine)', () => {
  it('says which probe matched where, though rules share a name', () => {
    const hits = scanner!.scan(Buffer.from('an EVIL and bad thing'))
    expect(hits.map(({ probe: { id }, rule, offset, length }) => [id, rule, offset, length])).toEqual([
      ['one', 'a', 3, 4],
      ['two', 'a', 12, 3],
    ])
    expect(scanner!.scan(Buffer.from('abc'))).toMatchObject([{ probe: { id: 'three' }, rule: 'c' }])
  })

  it('names probes that do not compile, and lets none read files', () => {
    expect(scanner!.broken.map(({ probe: { id }, detail }) => [id, detail.split('\n')[0]])).toEqual([
      ['broken', 'error[E009]: unknown identifier `nope`'],
      ['reader', 'error[E044]: include statements not allowed'],
    ])
  })
})
