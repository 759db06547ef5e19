import type { EventRecord, Fact } from '@clawback/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { behaviourOf } from './behaviour.js'
import { codeShingles } from './code-shingles.js'
import { infrastructureOf } from './infrastructure.js'
import { sketchIn, sketchRow } from './kept-sketch.js'
import { hashSet } from './minhash.js'
import { textShingles } from './text-shingles.js'

const facts = (...list: readonly object[]): readonly Fact[] => list as readonly Fact[]
const said = (text: string): readonly EventRecord[] =>
  [{ kind: 'text.span', stage: 'read', 'text.content': text }] as unknown as readonly EventRecord[]

test('instructions are the file with the manifest, and neither case nor numbers count', () => {
  const span = (path: string, text: string): object => ({
    kind: 'text.span',
    'file.path': path,
    'text.content': text,
  })
  const licence = span('LICENSE.txt', 'You may do as you like')
  const field = { kind: 'manifest.field', 'file.path': 'SKILL.md' }
  expect([...textShingles(facts(licence, span('SKILL.md', 'Run step 12, NOW!'), field))]).toEqual([
    'run step 0 now',
  ])
  expect(textShingles(facts(licence)).size).toBe(3)
})

test('code is alike whatever its author named and wrote into strings', () => {
  const code = (own: string, text: string): readonly Fact[] =>
    facts(
      { kind: 'code.import', 'code.import.name': 'requests', 'code.line.number': 1 },
      { kind: 'code.define', 'code.define.name': own, 'code.define.type': 'function', 'code.line.number': 2 },
      { kind: 'code.string', 'code.string.value': text, 'code.line.number': 3 },
      { kind: 'code.call', 'code.call.name': 'requests.post', 'code.line.number': 3 },
      { kind: 'code.call', 'code.call.name': `${own}x.strip`, 'code.line.number': 4 },
      { kind: 'code.call', 'code.call.name': own, 'code.line.number': 5 },
    )
  expect(codeShingles(code('send', 'a'))).toEqual(codeShingles(code('exfil', 'b')))
  expect([...codeShingles(code('send', 'a'))]).toContain('call:requests.post call:.strip call:own')
})

test('whose home and which number is no difference in behaviour', () => {
  const read = (target: string): readonly string[] =>
    behaviourOf([
      { kind: 'x', stage: 'read', 'capability.action': 'file.read', 'capability.target': target },
    ] as unknown as EventRecord[])
  expect(read('/home/ann/.ssh/id_1')).toEqual(read('/root/.ssh/id_27'))
})

test.each([
  [
    'See https://Drop.Example/a/b/c?d=1.',
    ['host drop.example', 'url drop.example/a', 'url drop.example/a/b'],
  ],
  [
    'http://91.92.242.30/x and 10.0.0.1, 1.2.3.4.5, Chrome/120.0.0.0',
    ['address 91.92.242.30', 'url 91.92.242.30/x'],
  ],
  ['http://localhost:80/x http://127.0.0.1/ http://printer.local/', []],
  ['to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', ['wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa']],
  ['to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', []],
  ['0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe', ['wallet 0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe']],
])('what %s names outside', (text, named) => {
  expect(infrastructureOf(said(text))).toEqual(named)
})

test('no text stops the reading of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      infrastructureOf(said(`http://${text} ${text}`))
      textShingles(facts({ kind: 'text.span', 'text.content': text }))
    }),
  )
})

test('a sketch is read back as it was kept', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 30 }), fc.array(fc.string()), (tokens, behaviour) => {
      const sketch = {
        ...{ artifact: 'a', text: hashSet(tokens), code: hashSet([]), behaviour },
        ...{ infrastructure: ['host a.example' as const], payloads: [] },
      }
      const [artifact, , text, code, rest] = sketchRow(sketch)
      const row = { artifact, text, code, rest } as Parameters<typeof sketchIn>[0]
      expect(sketchIn(row)).toEqual(sketch)
    }),
    { numRuns: 30 },
  )
})
