import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldProblem } from '@clawback/model'
import type { TraceEvent } from '@clawback/model'
import type { Observation } from '../ports.js'
import { createBodyStore, createRecorder } from './recorder.js'
import type { Recorder } from './recorder.js'

const canary = {
  id: 'aws@file',
  kind: 'aws_secret_key',
  source: '~/.aws/credentials',
  value: 'sekret-value-123456',
}

function record(events = 100): {
  readonly recorder: Recorder
  readonly records: TraceEvent[]
  clock: number
  floods: number
} {
  const state = { records: [] as TraceEvent[], clock: 0, floods: 0 }
  const recorder = createRecorder({
    run: 'r',
    artifact: 'a',
    versions: { strace: '6.1' },
    canaries: [canary],
    start: 1000,
    events,
    now: () => state.clock,
    onRecord: (event) => state.records.push(event),
    onFlood: () => (state.floods += 1),
  })
  return Object.assign(state, { recorder })
}

const file = (at: number, path: string, more: Partial<Observation> = {}): Observation => ({
  kind: 'file.read',
  at,
  engine: 'strace',
  channel: 'kernel',
  trust: 3,
  fields: { 'file.path': path },
  ...more,
})
const flow = {
  transport: 'tcp',
  address: '1.2.3.4',
  port: 5000,
  inode: 7,
  peer: { address: '1.2.3.4', port: 443 },
} as const
const connect = (at: number): Observation =>
  file(at, '', {
    kind: 'net.connect',
    flow,
    fields: { 'process.pid': 42, 'run.exec_id': '1.1', 'network.transport': 'tcp' },
  })
const request = (at: number): Observation =>
  file(at, '', { kind: 'http.request', engine: 'sinkhole', channel: 'network', trust: 2, flow, fields: {} })

describe('the recorder', () => {
  it('puts the channels in one order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1000, max: 1100 }), { minLength: 1 }), (times) => {
        const { recorder, records } = record(1000)
        times.forEach((at) => recorder.emit(file(at, '/x')))
        recorder.flush()
        expect(records.map((event) => event['run.monotonic_ms'])).toEqual(
          times.map((at) => at - 1000).sort((a, b) => a - b),
        )
        expect(records.map(({ seq }) => seq)).toEqual(times.map((_, index) => index))
      }),
    )
  })

  it('gives the slower channel time, and a request time for its connect', () => {
    const run = record()
    run.recorder.emit(request(1010))
    run.clock = 1200
    run.recorder.pump()
    expect(run.records).toEqual([])
    run.recorder.emit(connect(1005))
    run.recorder.pump()
    expect(run.records.map(({ kind }) => kind)).toEqual(['net.connect', 'http.request'])
    expect(run.records[1]).toMatchObject({
      'process.pid': 42,
      'run.exec_id': '1.1',
      cause: run.records[0]?.id,
      'network.peer.port': 443,
    })
  })

  it('does not wait for ever', () => {
    const run = record()
    run.recorder.emit(request(1010))
    run.clock = 5000
    run.recorder.pump()
    expect(run.records).toHaveLength(1)
    expect(run.records[0]).not.toHaveProperty('process.pid')
  })

  it('turns the names of observations into causes', () => {
    const { recorder, records } = record()
    recorder.emit(file(1001, '/a', { ref: 'one' }))
    recorder.emit(file(1002, '/b', { because: 'one' }))
    recorder.flush()
    expect(records[1]?.cause).toBe(records[0]?.id)
  })

  it('never lets a planted value into a record', () => {
    const { recorder, records } = record()
    const fields = {
      'process.command_args': ['curl', '-d', `k=${canary.value}`],
      'url.full': `http://x/${canary.value}`,
    }
    recorder.emit(file(1001, canary.value, { fields }))
    recorder.flush()
    expect(JSON.stringify(records)).not.toContain(canary.value)
    expect(records[0]?.['url.full']).toBe('http://x/«canary:aws@file»')
  })

  it('never lets a credential of the sample into a record either', () => {
    const { recorder, records } = record()
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`
    const fields = {
      'process.command_args': ['git', 'clone', `https://x:${token}@host.example/r`],
      'process.command_line': `git clone https://x:${token}@host.example/r`,
    }
    recorder.emit(file(1001, '', { kind: 'process.exec', fields }))
    recorder.flush()
    expect(JSON.stringify(records)).not.toContain(token)
    expect(records[0]?.['process.command_args']?.slice(0, 2)).toEqual(['git', 'clone'])
  })

  it('stops at its bound, says so once, and counts the rest', () => {
    const run = record(3)
    for (let at = 0; at < 10; at++) run.recorder.emit(file(1000 + at, '/x'))
    run.recorder.flush()
    expect([run.records.length, run.floods, run.recorder.dropped()]).toEqual([3, 1, 7])
  })

  it('makes records of the language only', () => {
    const { recorder, records } = record()
    recorder.emit(connect(1001))
    recorder.emit(request(1002))
    recorder.flush()
    for (const event of records)
      for (const [name, value] of Object.entries(event)) expect(fieldProblem(name, value)).toBeUndefined()
  })
})

describe('bodies', () => {
  it('are kept by digest up to a bound, and known by digest beyond it', () => {
    const store = createBodyStore(10)
    const digest = store.keep(Buffer.from('12345678'))
    expect(store.keep(Buffer.from('12345678'))).toBe(digest)
    expect(store.keep(Buffer.from('abc'))).toMatch(/^[0-9a-f]{64}$/)
    expect(Object.keys(store.bodies())).toEqual([digest])
    expect(store.refused()).toBe(1)
  })
})
