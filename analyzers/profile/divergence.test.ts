import { buildRecord } from '@clawback/model'
import type { Kind, RunStatus, Trace, TraceEvent } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVariants } from './divergence.js'

type Done = readonly [kind: Kind, field: string, value: string]

let runs = 0
function trace(variant: string, done: readonly Done[], status: RunStatus = 'completed'): Trace {
  const run = `r${runs++}`
  const events = done.map(([kind, field, value], seq) =>
    buildRecord({
      kind, stage: 'run', time: '2026-01-01T00:00:00.000Z', seq, 'source.engine': 't', 'source.version': '1',
      'source.channel': 'kernel', 'source.trust': 3, 'subject.artifact': 'a', 'subject.run': run, [field]: value,
    }) as TraceEvent) // prettier-ignore
  return {
    events,
    bodies: {},
    outcome: {
      run, artifact: 'a', entry: { actor: 'script', name: 'go', command: ['sh', 'go'] }, variant, status, covered: true,
      durationMs: 1, events: events.length, cell: 'c', degraded: [], gaps: [], digest: '',
    }, // prettier-ignore
  }
}

const asks = (host: string): Done => ['http.request', 'url.domain', host]
const writes = (path: string): Done => ['file.write', 'file.path', path]
const told = (...traces: readonly Trace[]): readonly string[] =>
  compareVariants(traces).map(
    (one) =>
      `${String(one['run.variant'])} ${String(one['run.change'])} ${String(one['capability.action'])} ${String(one['capability.target'])}`,
  )

describe('variants of a run', () => {
  test('that do the same tell nothing', () => {
    const same = [asks('a.example'), writes('/home/x/.f')]
    expect(told(trace('base', same), trace('base', same), trace('ci', same))).toEqual([])
  })

  test('tell what is done in one only, and what is not done there', () => {
    expect(
      told(
        trace('base', [writes('/home/x/.f')]),
        trace('base', [writes('/home/x/.f')]),
        trace('shifted-date', [writes('/home/x/.f'), asks('late.example')]),
        trace('ci', []),
      ),
    ).toEqual(['shifted-date only-here http.request late.example', 'ci missing-here file.write ~/.f'])
  })

  test('leave out what differs between two base runs, and its next form', () => {
    expect(
      told(
        trace('base', [asks('a1.cdn.example'), writes('/home/x/c/one')]),
        trace('base', [asks('b2.cdn.example'), writes('/home/x/c/two')]),
        trace('ci', [asks('c3.cdn.example'), writes('/home/x/c/three')]),
      ),
    ).toEqual([])
  })

  test('do not hold a date in a name for something new', () => {
    expect(
      told(
        trace('base', [writes('/home/x/log-2026-11-28.txt')]),
        trace('shifted-date', [writes('/home/x/log-2026-12-28.txt')]),
      ),
    ).toEqual([])
  })

  test('cannot lack what their place does not allow, or what they were cut short before', () => {
    const done = [asks('a.example'), writes('/home/x/.f')]
    expect(told(trace('base', done), trace('offline', []))).toEqual(['offline missing-here file.write ~/.f'])
    expect(told(trace('base', done), trace('ci', [], 'timeout'))).toEqual([])
    expect(told(trace('base', done), trace('stubs', []))).toEqual([])
    expect(told(trace('ci', done))).toEqual([])
  })

  test('say when the base run had no time to show it', () => {
    const [one] = compareVariants([trace('base', [], 'timeout'), trace('sleep-skip', [asks('a.example')])])
    expect(one).toMatchObject({ 'run.status': 'timeout', 'run.change': 'only-here' })
  })

  test('give records of their own, each led to by what shows it', () => {
    const late = trace('shifted-date', [asks('a.example'), asks('b.example')])
    const found = compareVariants([trace('base', []), late])
    expect(found.map(({ cause }) => cause)).toEqual(late.events.map(({ id }) => id))
    expect(new Set([...found, ...late.events].map(({ id }) => id)).size).toBe(4)
  })

  test('never hold a run against itself', () => {
    const done = fc.array(
      fc.constantFrom(asks('a.example'), asks('b.x.example'), writes('/home/x/1'), writes('/e')),
    )
    fc.assert(
      fc.property(done, fc.constantFrom('ci', 'offline', 'no-hooks'), (list, variant) => {
        expect(told(trace('base', list), trace(variant, list))).toEqual([])
      }),
    )
  })
})
