import { buildRecord } from '@clawback/model'
import type { CapabilityEvidence, EventRecord } from '@clawback/model'
import { expect, test } from 'vitest'

import { disclosureOf } from './disclosure.js'

let seq = 0
const code = (kind: 'code.call' | 'code.flow' | 'text.match', line: number): EventRecord =>
  buildRecord({
    kind,
    stage: 'read',
    time: '2026-11-22T00:00:00Z',
    seq: seq++,
    'source.engine': 'test',
    'source.version': '1',
    'source.channel': 'file',
    'source.trust': 3,
    'subject.artifact': 'a',
    'file.path': 'run.py',
    'code.line.number': line,
    'code.line.end': line,
  })
const call = code('code.call', 3)
const flow = code('code.flow', 3)
const text = code('text.match', 3)
const byId = new Map([call, flow, text].map((record) => [record.id, record]))
const sends: CapabilityEvidence = {
  action: 'net.connect',
  target: 'a.example',
  basis: 'static',
  refs: [call.id],
}
const claims = (target: string): CapabilityEvidence => ({
  action: 'net.connect',
  target,
  basis: 'declared',
  refs: ['claim'],
})

test('what a description covers is said, by host or in general', () => {
  for (const target of ['a.example', '*'])
    expect(disclosureOf([flow], { capabilities: [sends, claims(target)] }, byId)).toBe('said')
})

test('a capability that nothing covers is unsaid', () => {
  expect(disclosureOf([flow], { capabilities: [sends, claims('b.example')] }, byId)).toBe('unsaid')
  expect(disclosureOf([call], { capabilities: [sends] }, byId)).toBe('unsaid')
})

test('where no capability stands, nothing is said about disclosure', () => {
  expect(disclosureOf([text], { capabilities: [sends] }, byId)).toBeUndefined()
  expect(disclosureOf([code('code.flow', 9)], { capabilities: [sends] }, byId)).toBeUndefined()
})
