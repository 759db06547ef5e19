import { buildRecord, parseRecord } from '@clawback/model'
import type { Clock, OpenArtifact } from '@clawback/model'
import { expect, test } from 'vitest'
import { createReadContext } from './context.js'

const open: OpenArtifact = {
  artifact: {
    id: 'sha256:00',
    kind: 'skill',
    name: 'a',
    origin: { type: 'folder', locator: '.' },
    files: [],
    links: [],
    servers: [],
    gaps: [],
  },
  root: '/nowhere',
}

function fixedClock(): Clock & { tick(ms: number): void } {
  let elapsed = 0
  return { now: () => 1_700_000_000_000, monotonic: () => elapsed, tick: (ms) => (elapsed += ms) }
}

test('a fact is a valid record about the artifact, counted per engine', () => {
  const context = createReadContext(open, { engine: 'manifests', version: '1', clock: fixedClock() })
  const first = context.buildFact('manifest.field', { 'manifest.key': 'name', 'file.path': 'SKILL.md' })
  const second = context.as('code', '2').buildFact('code.import', { 'code.import.name': 'os' })
  expect(parseRecord(first, 'test')['subject.artifact']).toBe('sha256:00')
  expect(first).toMatchObject({ seq: 0, stage: 'read', 'source.trust': 3, time: '2023-11-14T22:13:20.000Z' })
  expect(second).toMatchObject({ seq: 0, 'source.engine': 'code', 'source.version': '2' })
})

test('the id of a fact is the one that the model gives it', () => {
  const context = createReadContext(open, { engine: 'manifests', version: '1', clock: fixedClock() })
  for (const value of ['name', 'é\u{1f600}', 'a'.repeat(5000)]) {
    const { id, ...fact } = context.buildFact('manifest.field', { 'manifest.key': value })
    expect(buildRecord(fact).id).toBe(id)
  }
})

test('fields of the sample cannot set the envelope', () => {
  const context = createReadContext(open, { engine: 'manifests', version: '1', clock: fixedClock() })
  const fact = context.buildFact('manifest.field', {
    'source.trust': 0,
    'subject.artifact': 'other',
  })
  expect(fact).toMatchObject({ 'source.trust': 3, 'subject.artifact': 'sha256:00' })
})

test('a secret does not reach a fact, a digest does', () => {
  const context = createReadContext(open, { engine: 'manifests', version: '1', clock: fixedClock() })
  const key = ['AKIA', 'IOSFODNN7QWERTYZ'].join('')
  const fact = context.buildFact('code.call', {
    'code.call.text': `use("${key}")`,
    'code.call.arguments': [key],
    'file.digest': 'a'.repeat(64),
  })
  expect(JSON.stringify(fact)).not.toContain(key)
  expect(fact['file.digest']).toBe('a'.repeat(64))
})

test('a gap is a record, and the budget runs out with the clock', () => {
  const clock = fixedClock()
  const context = createReadContext(open, { engine: 'x', version: '1', clock, budgetMs: 10 })
  expect(context.gap('too-large', 'a.py', '9 MB', true)).toMatchObject({
    kind: 'read.gap',
    'gap.reason': 'too-large',
    'gap.material': true,
    'file.path': 'a.py',
  })
  expect(context.budget.spent()).toBe(false)
  clock.tick(10)
  expect(context.budget.spent()).toBe(true)
})
