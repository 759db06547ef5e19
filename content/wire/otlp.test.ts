import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readOtlpLogs, readOtlpTraces } from './otlp.js'

const attribute = (key: string, value: object): object => ({ key, value })
const traceId = '5B8EFFF798038103D269B633813FC60C'
const span = {
  traceId,
  spanId: 'EEE19B7EC3C1B174',
  parentSpanId: 'EEE19B7EC3C1B173',
  name: 'claude_code.tool',
  startTimeUnixNano: '1544712660300500000',
  endTimeUnixNano: '1544712661300000000',
  status: { code: 2 },
  attributes: [
    attribute('tool_use_id', { stringValue: 'toolu_1' }),
    attribute('n', { intValue: '42' }),
    attribute('d', { doubleValue: 1.5 }),
    attribute('b', { boolValue: false }),
    attribute('list', { arrayValue: { values: [{ stringValue: 'x' }, { intValue: 2 }] } }),
    attribute('deep', {
      kvlistValue: {
        values: [attribute('a', { kvlistValue: { values: [attribute('b', { stringValue: 'c' })] } })],
      },
    }),
    attribute('__proto__', { stringValue: 'plain' }),
  ],
  events: [{ name: 'e', timeUnixNano: '1544712660400000000', attributes: [] }],
}
const request = {
  resourceSpans: [
    {
      resource: { attributes: [attribute('service.name', { stringValue: 'claude-code' })] },
      scopeSpans: [{ scope: {}, spans: [span, {}, 7] }],
    },
  ],
}

describe('readOtlpTraces', () => {
  test('spans become flat attribute maps with ids and times', () => {
    const { items, refused } = readOtlpTraces(request)
    expect(refused).toBe(2)
    expect(items).toHaveLength(1)
    const [found] = items
    expect(found).toMatchObject({
      traceId: traceId.toLowerCase(),
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: 'eee19b7ec3c1b173',
      start: 1544712660300.5,
      end: 1544712661300,
      error: true,
      resource: { 'service.name': 'claude-code' },
      events: [{ name: 'e' }],
    })
    expect({ ...found?.attributes }).toEqual({
      tool_use_id: 'toolu_1',
      n: 42,
      d: 1.5,
      b: false,
      list: ['x', 2],
      'deep.a.b': 'c',
      ['__proto__']: 'plain',
    })
    expect(Object.getPrototypeOf(found?.attributes)).toBeNull()
  })

  test('bounds cut and say so', () => {
    expect(readOtlpTraces(request, { attributes: 2 })).toMatchObject({ cut: 5 })
    expect(readOtlpTraces(request, { items: 0 })).toMatchObject({ items: [], refused: 3 })
    expect(readOtlpTraces(request, { text: 3 }).items[0]?.attributes['tool_use_id']).toBe('too')
  })
})

test('log records carry their name, body and join keys', () => {
  const record = {
    timeUnixNano: 1544712660300000000,
    severityNumber: 9,
    body: { stringValue: 'claude_code.tool_decision' },
    attributes: [attribute('event.name', { stringValue: 'tool_decision' })],
    traceId,
  }
  expect(
    readOtlpLogs({
      resourceLogs: [{ scopeLogs: [{ logRecords: [record, { observedTimeUnixNano: '0' }] }] }],
    }),
  ).toMatchObject({
    items: [
      {
        name: 'tool_decision',
        body: 'claude_code.tool_decision',
        time: 1544712660300,
        severity: 9,
        traceId: traceId.toLowerCase(),
      },
    ],
    refused: 1,
  })
})

test('anything is read without throwing, and every value is flat', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.record({ stringValue: fc.string() }),
      fc.record({ intValue: fc.oneof(fc.string(), fc.integer()) }),
      fc.record({ doubleValue: fc.double() }),
      fc.record({ arrayValue: fc.record({ values: fc.array(tie('any')) }) }),
      fc.record({
        kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: tie('any') })) }),
      }),
      fc.jsonValue(),
    ),
  })).any
  fc.assert(
    fc.property(fc.array(fc.record({ key: fc.string(), value })), fc.anything(), (attributes, other) => {
      const { items } = readOtlpTraces({
        resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, attributes }] }] }],
      })
      for (const item of Object.values(items[0]?.attributes ?? {}))
        for (const scalar of [item].flat()) expect(['string', 'number', 'boolean']).toContain(typeof scalar)
      readOtlpTraces(other)
      readOtlpLogs({ resourceLogs: other })
    }),
  )
})
