import type { EventRecord } from '@clawback/model'
import { expect, test } from 'vitest'
import { hostsOf } from './hosts.js'

const record = (fields: Readonly<Record<string, string | readonly string[]>>): EventRecord =>
  fields as unknown as EventRecord

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

test('an address that a name was answered with is not named by the artifact, nor is that of the resolver', () => {
  const asked = { stage: 'run', kind: 'dns.query', 'network.peer.address': '192.168.1.1' }
  expect(
    hostsOf([
      record({ stage: 'read', 'url.domain': '198.18.0.7' }),
      record({ stage: 'run', kind: 'net.connect', 'server.address': '192.168.1.1' }),
      record({
        ...asked,
        'dns.question.name': 'a.example.test',
        'dns.answers': ['198.18.0.7', '2001:db8::1'],
      }),
      record({ stage: 'run', kind: 'net.connect', 'server.address': '198.18.0.7' }),
      record({ stage: 'run', kind: 'net.connect', 'server.address': '2001:db8::1' }),
      record({ stage: 'run', kind: 'net.connect', 'server.address': '203.0.113.7' }),
    ]),
  ).toEqual([
    ['198.18.0.7', 'static'],
    ['a.example.test', 'observed'],
    ['203.0.113.7', 'observed'],
  ])
})

test('what cannot be a host is none', () => {
  const names = [
    '..',
    '{}',
    '/var/run/docker.sock',
    '${host}',
    '[2001:db8::1]',
    'bücher.example',
    'a_b.example',
  ]
  expect(hostsOf(names.map((name) => record({ stage: 'read', 'url.domain': name })))).toEqual(
    names.slice(4).map((name) => [name, 'static']),
  )
})
