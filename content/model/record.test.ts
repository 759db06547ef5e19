import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildRecord, flatten } from './build.js'
import { setDigest, traceDigest } from './digest.js'
import { ClawbackError } from './errors.js'
import { fields, kinds } from './generated/vocabulary.js'
import { fieldProblem, parseRecord } from './guards.js'
import type { EventRecord, FieldValue, RecordDraft } from './record.js'

const time = '2026-11-22T02:00:00.000Z'
const draft: RecordDraft = {
  kind: 'file.present',
  stage: 'read',
  time,
  seq: 1,
  'source.engine': 'test',
  'source.version': '1',
  'source.channel': 'file',
  'source.trust': 3,
  'file.path': 'a.txt',
}

const ofType: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
  string: fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  'string[]': fc.array(fc.string({ unit: 'binary' }).map((text) => text.toWellFormed())),
  'number[]': fc.array(fc.integer()),
}
const envelope = new Set(['schema', 'id', 'kind', 'stage', 'time', 'seq', 'truncated'])
const ownFields = Object.entries(fields).filter(
  ([name]) => !envelope.has(name) && !name.startsWith('source.'),
)
const pair = fc
  .constantFrom(...ownFields)
  .chain(([name, { type }]) => (ofType[type] ?? fc.constant('')).map((value) => [name, value] as const))
const kindAndStage = fc
  .constantFrom(...Object.entries(kinds))
  .chain(([kind, stages]) => fc.constantFrom(...stages).map((stage) => ({ kind, stage })))
const drafts = fc
  .record({ base: kindAndStage, more: fc.array(pair, { maxLength: 12 }), seq: fc.nat() })
  .map(({ base, more, seq }) => ({ ...draft, ...base, seq, ...Object.fromEntries(more) }) as RecordDraft)

describe('law 1: same bytes in, same ids and digests out', () => {
  test('the order of fields does not matter', () => {
    fc.assert(
      fc.property(drafts, (one) => {
        const turned = Object.fromEntries(Object.entries(one).reverse()) as unknown as RecordDraft
        expect(buildRecord(turned).id).toBe(buildRecord(one).id)
      }),
    )
  })

  test('read ids leave out time and order, run ids are run and order, live ids are the record', () => {
    const later = { ...draft, time: '2027-01-01T00:00:00.000Z', seq: 9 }
    expect(buildRecord(later).id).toBe(buildRecord(draft).id)
    expect(buildRecord({ ...draft, 'file.path': 'b' }).id).not.toBe(buildRecord(draft).id)
    const run: RecordDraft = { ...draft, kind: 'file.read', stage: 'run', 'subject.run': 'r' }
    expect(buildRecord({ ...run, time: later.time }).id).toBe(buildRecord(run).id)
    expect(buildRecord({ ...run, seq: 2 }).id).not.toBe(buildRecord(run).id)
    const live: RecordDraft = { ...draft, kind: 'file.read', stage: 'live' }
    expect(buildRecord({ ...live, seq: 2 }).id).not.toBe(buildRecord(live).id)
    expect(buildRecord({ ...live, id: 'mine' }).id).toBe('mine')
  })

  test('digests of sets ignore order and repeats, digests of traces do not', () => {
    fc.assert(
      fc.property(fc.array(drafts, { minLength: 2, maxLength: 6 }), (many) => {
        const records = many.map((one) => buildRecord(one))
        expect(setDigest([...records, ...records].reverse())).toBe(setDigest(records))
        expect(traceDigest(records)).toBe(traceDigest(records))
      }),
    )
    const [a, b] = [buildRecord(draft), buildRecord({ ...draft, 'file.path': 'b' })]
    expect(traceDigest([a, b])).not.toBe(traceDigest([b, a]))
    expect(traceDigest([buildRecord({ ...draft, 'process.pid': 1 })])).toBe(
      traceDigest([buildRecord({ ...draft, 'process.pid': 2, seq: 8 })]),
    )
  })
})

describe('law 4: serialise, parse, serialise: equal', () => {
  test('for every record that can be built', () => {
    fc.assert(
      fc.property(drafts, (one) => {
        const text = JSON.stringify(buildRecord(one))
        const parsed = parseRecord(JSON.parse(text), 'x:1')
        expect(JSON.stringify(parsed)).toBe(text)
        expect(Object.getPrototypeOf(parsed)).toBeNull()
      }),
    )
  })

  test('the published JSON Schema accepts every record that can be built', () => {
    const schema = JSON.parse(
      readFileSync(new URL('schemas/record.schema.json', import.meta.url), 'utf8'),
    ) as object
    const validate = new Ajv2020({ allowUnionTypes: true, allowMatchingProperties: true }).compile(schema)
    fc.assert(
      fc.property(drafts, (one) => {
        expect(validate(JSON.parse(JSON.stringify(buildRecord(one)))), JSON.stringify(validate.errors)).toBe(
          true,
        )
      }),
    )
    expect(validate({ ...buildRecord(draft), 'made.up': 1 })).toBe(false)
    expect(validate({ ...buildRecord(draft), kind: 'nope' })).toBe(false)
  })
})

describe('law 5: no field of a sample can set a field of ours', () => {
  const hostile: fc.Arbitrary<unknown> = fc.anything({
    key: fc.oneof(
      fc.string(),
      fc.constantFrom(
        '__proto__',
        'constructor',
        'prototype',
        'schema',
        'source.trust',
        'id',
        'a.b',
        'toString',
      ),
    ),
    maxDepth: 4,
  })

  test('flatten keeps to its prefix', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const { fields: flat } = flatten('gen_ai.tool.call.arguments', value)
        for (const name of Object.keys(flat)) expect(name.startsWith('gen_ai.tool.call.arguments')).toBe(true)
        expect(Object.getPrototypeOf(flat)).toBeNull()
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
      }),
    )
  })

  test('a builder cannot be talked out of its envelope', () => {
    const forged = JSON.parse(`{"__proto__":"x","schema":"other/9","truncated":["nothing"]}`) as object
    const record = buildRecord({ ...draft, 'source.trust': 0, ...forged })
    expect(record.schema).toBe('clawback/1')
    expect(record['source.trust']).toBe(0)
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype)
    expect(() => parseRecord(JSON.parse(JSON.stringify(record)), 'x')).toThrow(/not in the vocabulary/)
  })

  test('the parser refuses what is not in the vocabulary', () => {
    const good = buildRecord(draft)
    for (const change of [
      { '__proto__.x': 1 },
      { constructor: 'x' },
      { 'made.up': 1 },
      { kind: 'file.exploded' },
      { kind: 'toString' },
      { kind: 'canary.leak' },
      { stage: 'live' },
      { schema: 'clawback/2' },
      { time: 'yesterday' },
      { time: '2026' },
      { 'source.trust': 4 },
      { 'source.channel': 'rumour' },
      { 'file.size': 'big' },
      { 'file.path': ['a'] },
      { 'agent.lineage': ['a', 1] },
      { 'file.path': null },
      { 'file.path': { a: 1 } },
      { 'file.size': Infinity },
    ])
      expect(() => parseRecord({ ...good, ...change }, 'e.ndjson:3'), JSON.stringify(change)).toThrow(
        ClawbackError,
      )
    expect(() => parseRecord(JSON.parse('{"__proto__":{"schema":"clawback/1"}}'), 'x')).toThrow(ClawbackError)
  })

  test('an error names the place', () => {
    expect(() => parseRecord([], 'events.ndjson:7')).toThrow('events.ndjson:7: not a clawback/1 record')
  })

  test('anything is parsed or refused with a typed error', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        try {
          parseRecord(value, 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(ClawbackError)
        }
      }),
    )
  })
})

describe('bounds', () => {
  test('what is cut is said', () => {
    const record = buildRecord(
      { ...draft, 'text.content': 'x'.repeat(80), 'host.ip': ['1', '2', '3'] },
      { text: 40, items: 2, fields: 100 },
    )
    expect(record).toMatchObject({
      'text.content': 'x'.repeat(40),
      'host.ip': ['1', '2'],
      truncated: ['text.content', 'host.ip'],
    })
    expect(buildRecord({ ...draft, truncated: ['http.request.body.text'] }).truncated).toEqual([
      'http.request.body.text',
    ])
  })

  test('a cut never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 12 }), (text, limit) => {
        const record = buildRecord({ ...draft, 'text.content': text }, { text: limit, items: 9, fields: 99 })
        expect(record['text.content']?.isWellFormed()).toBe(true)
        expect(JSON.stringify(record).length).toBeLessThan(1000)
      }),
    )
  })

  test('flatten cuts depth, keys and names', () => {
    let deep: unknown = 1
    for (let i = 0; i < 5000; i++) deep = { a: deep }
    expect(flatten('raw.x', deep).truncated).toHaveLength(1)
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]))
    const flat = flatten('raw.x', wide)
    expect(Object.keys(flat.fields)).toHaveLength(64)
    expect(flat.truncated.length).toBeGreaterThan(0)
    expect(flatten('raw.x', { ['n'.repeat(10_000)]: 1 })).toMatchObject({ fields: {} })
    expect(flatten('raw.x', { a: [1, 'b'], c: [{ d: true }], e: null }).fields).toEqual({
      'raw.x.a': [1, 'b'],
      'raw.x.c.0.d': true,
    })
  })

  test('undefined fields are left out', () => {
    expect(Object.keys(buildRecord({ ...draft, 'file.size': undefined }))).not.toContain('file.size')
  })
})

test('open prefixes take any name, other names none', () => {
  expect(fieldProblem('gen_ai.tool.call.arguments.command', 'ls')).toBeUndefined()
  expect(fieldProblem('raw.eventName', 'x')).toBeUndefined()
  expect(fieldProblem('gen_ai.tool.call.other', 'x')).toMatch(/vocabulary/)
  expect(fieldProblem('file.size', '1')).toMatch(/string, not number/)
})

test('a record is an EventRecord without further ado', () => {
  const record: EventRecord = buildRecord(draft)
  expect(record['file.path']).toBe('a.txt')
})
