import type { EventRecord } from '@clawback/model'
import { expect, test } from 'vitest'
import type { Examination } from '../../walk/examination.js'
import { leadsOf } from './leads.js'

const record = (fields: Readonly<Record<string, string | readonly string[]>>): EventRecord =>
  ({ stage: 'run', ...fields }) as unknown as EventRecord

test('an address that a run made up for a name is nothing to look for, the name is', () => {
  const records = [
    record({
      id: 'q',
      kind: 'dns.query',
      'dns.question.name': 'drop.evil.io',
      'dns.answers': ['104.18.1.2'],
    }),
    record({ id: 'c', kind: 'net.connect', 'server.address': '104.18.1.2' }),
    record({ id: 'd', kind: 'net.connect', 'server.address': '104.18.1.3' }),
  ]
  const evidence = records.map(({ id }) => ({ record: id }))
  const one = { artifact: { files: [] }, records, findings: [{ rule: 'r', evidence }] } as unknown
  expect(leadsOf(one as Examination).map(({ value }) => value)).toEqual(['drop.evil.io', '104.18.1.3'])
})
