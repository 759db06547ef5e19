import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAnswer } from './answer.js'
import { labNames } from './names.js'
import { mostEnclosed } from './enclosed.js'
import { orderCodec } from './order.js'
import type { Order } from './order.js'
import { encodePacket } from './packet.js'
import { resultCodec } from './result.js'
import { differences } from './terms.js'

const hex = 'a'.repeat(64)
const sample = { digest: hex, size: 3 }
const order: Order = {
  ...{ job: 'examine wild/one', epoch: 'e 1', work: hex },
  task: { type: 'examine', locator: '/x/one', name: 'one', sample },
}
const pack = (text: string): Uint8Array => new Uint8Array(gzipSync(text))
const json = pack('{}')
const kept = {
  ...{ artifact: `sha256:${hex}`, name: 'one', kind: 'skill', verdict: 'benign', score: 3, basis: 'static' },
  ...{ body: json, findings: [['r', 't', 'l', 'y', 'p@1']], capabilities: [], hosts: [['h', 'static']] },
}
const observation = { records: 1, bytes: 2, frame: json, facts: pack('{}\n'), events: pack('') }
const look = { inside: '', artifact: kept.artifact, kept, observation }
const answer = { type: 'examined', rss: 5, looks: [look] }

test('orders and results come back as they were', () => {
  expect(orderCodec.decode(orderCodec.encode(order))).toEqual(order)
  expect(isAnswer(answer)).toBe(true)
  const bytes = new Uint8Array([1, 2, 3])
  const enclosed = { ...order, task: { ...order.task, sample: { ...sample, bytes } } } as Order
  expect(orderCodec.decode(orderCodec.encode(enclosed))).toEqual(enclosed)
  const result = { job: 'j', work: hex, deliveries: 2, ms: 7, answer: answer as never }
  expect(resultCodec.decode(resultCodec.encode(result))).toEqual(result)
})

test('an order says how servers are started, with names and words and nothing else', () => {
  const started = (start: unknown): unknown => {
    const task = { type: 'examine', locator: 'npm:a@1', name: 'a', starts: [start] }
    return orderCodec.decode(encodePacket({ ...order, task }))?.task
  }
  const start = { args: ['--root', '/data'], env: { API_KEY: '«env:API_KEY»' }, optional: ['LEVEL'] }
  expect(started(start)).toMatchObject({ starts: [start] })
  for (const bad of [
    { ...start, args: ['a\0b'] },
    { ...start, env: { 'A=B': 'x' } },
    { ...start, env: { A: 1 } },
    { ...start, optional: [1] },
    { ...start, env: undefined },
    { args: start.args },
    'npx',
  ])
    expect(started(bad)).toBeUndefined()
})

function enclosing(bytes: unknown): object {
  return { type: 'examine', locator: 'x', name: 'x', sample: { digest: hex, size: 3, bytes } }
}

test.each([
  ['a path of the worker', { type: 'examine', locator: '/etc', name: 'etc' }],
  ['a package that is a path', { type: 'examine', locator: 'npm:x@file:/etc', name: 'x' }],
  ['a repository that is a path', { type: 'examine', locator: 'git+file:///etc', name: 'etc' }],
  ['an option in place of an address', { type: 'examine', locator: '--upload-pack=x', name: 'x' }],
  ['a judgement of nothing', { type: 'judge', artifact: kept.artifact }],
  ['more bytes than travel', enclosing(new Uint8Array(mostEnclosed + 1))],
  ['bytes that are none', enclosing('x')],
  ['a head without end', { ...enclosing(undefined), name: 'x'.repeat(1_000), starts: ['x'.repeat(65_536)] }],
  ['a parcel without end', { type: 'examine', locator: 'x', name: 'x', sample: { digest: hex, size: 1e12 } }],
])('an order of %s is none', (_, task) => {
  expect(orderCodec.decode(encodePacket({ ...order, task }))).toBeUndefined()
})

test('what is fetched over a network is an order', () => {
  for (const locator of [
    'npm:@scope/name@^1.2.3',
    'npm:name',
    'git+https://host.example/x.git',
    'https://host.example/x',
  ])
    expect(
      orderCodec.decode(orderCodec.encode({ ...order, task: { type: 'examine', locator, name: 'x' } })),
    ).toMatchObject({ task: { type: 'examine', locator, name: 'x' } })
})

const bomb = gzipSync(Buffer.alloc(257 * 1024 * 1024))
test.each([
  ['another artifact than looked at', { ...look, artifact: `sha256:${'b'.repeat(64)}` }],
  ['a verdict there is not', { ...look, kept: { ...kept, verdict: 'fine' } }],
  ['a score past the end', { ...look, kept: { ...kept, score: 101 } }],
  ['a body that is not compressed', { ...look, kept: { ...kept, body: Buffer.from('x') } }],
  ['a body that is no object', { ...look, kept: { ...kept, body: gzipSync('[]') } }],
  ['a row that is too short', { ...look, kept: { ...kept, findings: [['r']] } }],
  ['a cell that is no text', { ...look, kept: { ...kept, hosts: [['h', {}]] } }],
  ['a bomb', { ...look, observation: { ...observation, facts: bomb } }],
])('an answer with %s is none', (_, one) => {
  expect(isAnswer({ ...answer, looks: [one] })).toBe(false)
})

test('any bytes are an order, a result, or none', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(orderCodec.decode(bytes)).toBeUndefined()
      expect(resultCodec.decode(bytes)).toBeUndefined()
    }),
  )
})

test('a name of a lab becomes part of subjects and of files', () => {
  expect(labNames('nightly-2').join).toBe('clawback.nightly-2.join')
  for (const name of ['', 'A', 'a.b', 'a>', '*', '../x', 'a b', 'x'.repeat(33)])
    expect(() => labNames(name)).toThrow(/no name of a lab/)
})

test('versions that differ are told', () => {
  const run = { engines: { a: '1', '@clawback/sandbox': '1' }, packs: ['p@1 x'] }
  expect(differences(run, run, 'full')).toEqual([])
  expect(differences(run, { ...run, engines: { a: '1' } }, 'static')).toEqual([])
  expect(differences(run, { engines: { a: '2', b: '1' }, packs: [] }, 'full')).toEqual([
    'a is 2, not 1',
    '@clawback/sandbox is missing, not 1',
    'b is 1, not missing',
    'it lacks the pack p@1 x',
  ])
})
