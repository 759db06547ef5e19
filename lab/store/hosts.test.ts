import type { EventRecord } from '@clawback/model'
import { expect, test } from 'vitest'
import { hostsOf } from './hosts.js'

const record = (fields: Readonly<Record<string, string>>): EventRecord => fields as unknown as EventRecord

test('hosts are gathered from facts and events, once each, and not from matches of live records', () => {
  expect(
    hostsOf([
      record({ stage: 'read', 'text.link': 'HTTPS://A.example.test/x' }),
      record({ stage: 'read', 'text.link': 'not a link' }),
      record({ stage: 'read', 'url.domain': 'a.example.test' }),
      record({ stage: 'run', 'dns.question.name': 'B.example.test.' }),
      record({ stage: 'run', 'server.address': '203.0.113.7' }),
      record({ stage: 'live', 'url.domain': 'live.example.test' }),
    ]),
  ).toEqual([
    ['a.example.test', 'static'],
    ['b.example.test', 'observed'],
    ['203.0.113.7', 'observed'],
  ])
})
