import { describe, expect, it } from 'vitest'
import { buildRecord } from '@clawback/model'
import type { TraceEvent } from '@clawback/model'
import { runDigest } from './digest.js'

const base = {
  stage: 'run',
  time: '2026-01-01T00:00:00.000Z',
  'source.engine': 'strace',
  'source.version': '6.1',
  'source.channel': 'kernel',
  'source.trust': 3,
  'subject.run': 'run-1',
  'subject.artifact': 'sha256:test',
} as const

function event(seq: number, fields: Readonly<Record<string, unknown>>): TraceEvent {
  return buildRecord({ ...base, kind: 'file.read', seq, ...fields }) as TraceEvent
}

const read = event(0, { 'file.path': '/home/dana/.gitconfig', 'effect.outcome': 'success' })
const platform = (place: string, items: number): TraceEvent =>
  event(1, { 'file.path': place, 'file.operation': 'platform', 'volume.items': items })
const digest = (...events: readonly TraceEvent[]): string => runDigest(events, {}, [])

describe('the digest of a run', () => {
  it("is the same however many of its own files the interpreter's threads got to look at", () => {
    expect(digest(read, platform('/proc', 5), platform('/usr', 7))).toBe(digest(read, platform('/proc', 4)))
  })
  it('is another when the sample read another file', () => {
    const other = event(0, { 'file.path': '/home/dana/.netrc', 'effect.outcome': 'success' })
    expect(digest(other)).not.toBe(digest(read))
  })
})
