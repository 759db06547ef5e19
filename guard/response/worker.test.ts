import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { intentAt } from './outbox.js'
import { attemptsAllowed, proveWithin, settleAfter } from './schedule.js'
import { responseMigrations } from './schema.js'
import { draftOf, enqueue } from './testing/draft.js'
import { memoryProvider } from './testing/provider.js'
import type { Provider } from './testing/provider.js'
import { fakeTime } from './testing/time.js'
import type { FakeTime } from './testing/time.js'
import { createWorker } from './worker.js'
import type { Worker } from './worker.js'

let folder = ''
let ledger: Ledger
let provider: Provider
let time: FakeTime
let worker: Worker
let unproven: string[]
let faults: unknown[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'response-'))
  ledger = await openLedger(join(folder, 'response.sqlite'), { migrations: responseMigrations })
  provider = memoryProvider()
  time = fakeTime()
  unproven = []
  faults = []
  worker = createWorker({
    ledger,
    hooks: new Map([['idp', provider]]),
    time,
    random: () => 1,
    unproven: ({ intent }) => unproven.push(intent.subject.id),
    fault: (_, error) => faults.push(error),
  })
})
afterEach(async () => {
  expect(faults).toEqual([])
  await worker.stop()
  await ledger.close()
  await rm(folder, { recursive: true, force: true })
})

async function stateOf(id: string): Promise<string> {
  return (await intentAt(ledger, id)).intent.state
}

async function pass(ms: number): Promise<void> {
  time.advance(ms)
  await worker.pump()
}

test('an intent goes from queued to effective in one go, and is done once it has lasted', async () => {
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  const effective = await intentAt(ledger, intent.id)
  expect(effective).toMatchObject({ intent: { state: 'effective', attempts: 1 }, undo: 'undo g1' })
  expect(Object.keys(effective.intent.times)).toEqual(
    expect.arrayContaining(['proposed', 'guarded', 'queued', 'sending', 'accepted', 'effective']),
  )
  await pass(settleAfter)
  expect(await stateOf(intent.id)).toBe('done')
  expect(time.next()).toBeUndefined()
})

test('wanted twice, done once', async () => {
  const first = await enqueue(ledger, time.now(), draftOf('g1'))
  const second = await enqueue(ledger, time.now(), draftOf('g1'))
  expect(second.intent.id).toBe(first.intent.id)
  await worker.pump()
  expect(provider.requests).toHaveLength(1)
})

test('a provider that did it but did not answer in time: one effect, and effective', async () => {
  provider.script.push({ do: 'work-then-hang' })
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  expect(await stateOf(intent.id)).toBe('effective')
  expect(provider.requests).toHaveLength(1)
  expect(provider.effects.get('g1')).toBe(1)
})

test('did it, did not answer, and could not be probed then: looked at again before it is sent again', async () => {
  provider.script.push({ do: 'work-then-hang' })
  provider.probes = 'fail'
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  expect(await stateOf(intent.id)).toBe('queued')
  provider.probes = 'truth'
  await pass(250)
  expect(await stateOf(intent.id)).toBe('effective')
  expect(provider.requests).toHaveLength(1)
})

test('failures are retried on the schedule, and what the provider asks for is honoured', async () => {
  provider.script.push({ do: 'throw' }, { do: 'answer', outcome: 'retry', retryAfterMs: 7_000 })
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  await pass(249)
  expect(provider.requests).toHaveLength(1)
  await pass(1)
  expect(provider.requests).toHaveLength(2)
  await pass(6_999)
  expect(provider.requests).toHaveLength(2)
  await pass(1)
  expect(await stateOf(intent.id)).toBe('effective')
  expect(new Set(provider.requests.map(({ key }) => key)).size).toBe(1)
})

test('a refusal is a dead letter at once', async () => {
  provider.script.push({ do: 'answer', outcome: 'refused' })
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  expect(await stateOf(intent.id)).toBe('dead_letter')
  expect(provider.requests).toHaveLength(1)
})

test('a provider that never works is given up after the last attempt', async () => {
  provider.script.push(...Array.from({ length: 50 }, () => ({ do: 'throw' }) as const))
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  for (let next = time.next(); next !== undefined; next = time.next()) await pass(next - time.now())
  expect(await stateOf(intent.id)).toBe('dead_letter')
  expect(provider.requests).toHaveLength(attemptsAllowed)
})

test('accepted and not effective: probed, then sent again', async () => {
  provider.script.push({ do: 'answer', outcome: 'accepted' })
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  expect(await stateOf(intent.id)).toBe('accepted')
  const start = time.now()
  while (provider.requests.length === 1) await pass(time.next()! - time.now())
  expect(time.now() - start).toBeGreaterThanOrEqual(proveWithin)
  expect(await stateOf(intent.id)).toBe('effective')
})

test('accepted without a probe stays accepted and is said to be unproven', async () => {
  provider.probes = 'unknown'
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  for (let next = time.next(); next !== undefined; next = time.next()) await pass(next - time.now())
  expect(await intentAt(ledger, intent.id)).toMatchObject({
    intent: { state: 'accepted' },
    detail: 'unproven: verify unknown',
  })
  expect(unproven).toEqual(['g1'])
})

test('access that comes back by itself is taken again', async () => {
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  provider.letIn('g1')
  await pass(settleAfter)
  await pass(250)
  expect(await stateOf(intent.id)).toBe('effective')
  expect(provider.blocked.has('g1')).toBe(true)
})

test('an intent for a hook that is gone is a dead letter, not a loop', async () => {
  const { intent } = await enqueue(ledger, time.now(), draftOf('g1', { provider: 'gone' }))
  await worker.pump()
  expect(await intentAt(ledger, intent.id)).toMatchObject({
    intent: { state: 'dead_letter' },
    detail: 'no hook named gone',
  })
})

test('a restore gives access back and ends the revocation it undoes', async () => {
  const revoked = await enqueue(ledger, time.now(), draftOf('g1'))
  await worker.pump()
  const restored = await enqueue(
    ledger,
    time.now(),
    draftOf('g1', { operation: 'restore', restores: revoked.intent.id, undo: 'undo g1' }),
  )
  await worker.pump()
  expect(await stateOf(restored.intent.id)).toBe('done')
  expect(await stateOf(revoked.intent.id)).toBe('restored')
  await pass(settleAfter)
  expect(provider.blocked.has('g1')).toBe(false)
})

test('many at once all become effective', async () => {
  for (let no = 0; no < 60; no++) await enqueue(ledger, time.now(), draftOf(`g${no}`))
  await worker.pump()
  expect(await ledger.get("SELECT count(*) AS n FROM intent WHERE state = 'effective'")).toEqual({ n: 60 })
})

test('a row that was read before its intent moved on is not worked on again', async () => {
  const slow: Ledger = {
    ...ledger,
    // Rows arrive only once nothing is under way any more, and are then old.
    all: async (sql, params) => {
      const rows = await ledger.all(sql, params)
      await vi.waitUntil(async () => (await underWay()) === 0, { interval: 1 })
      return rows
    },
  }
  const underWay = async (): Promise<unknown> =>
    (await ledger.get("SELECT count(*) AS n FROM intent WHERE state IN ('sending', 'accepted')"))?.['n']
  const reading = createWorker({
    ledger: slow,
    hooks: new Map([['idp', provider]]),
    time,
    random: () => 1,
    concurrency: 3,
    fault: (_, error) => faults.push(error),
  })
  for (let no = 0; no < 12; no++) await enqueue(ledger, time.now(), draftOf(`g${no}`))
  await reading.pump()
  expect(await ledger.get("SELECT count(*) AS n FROM intent WHERE state = 'effective'")).toEqual({ n: 12 })
  await reading.stop()
})

test('a request that hangs holds up nobody else', async () => {
  let answer = (): void => undefined
  provider.script.push({ do: 'wait', until: new Promise<void>((resolve) => (answer = resolve)) })
  const slow = await enqueue(ledger, time.now(), draftOf('slow'))
  const pumped = worker.pump()
  await vi.waitUntil(() => provider.script.length === 0)
  const quick = await enqueue(ledger, time.now(), draftOf('quick'))
  worker.kick()
  await vi.waitUntil(async () => (await stateOf(quick.intent.id)) === 'effective')
  expect(await stateOf(slow.intent.id)).toBe('sending')
  answer()
  await pumped
  expect(await stateOf(slow.intent.id)).toBe('effective')
})
