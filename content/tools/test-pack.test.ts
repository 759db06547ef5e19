import { expect, test } from 'vitest'
import { testPack } from './test-pack.js'
import { soundPack, withFolder } from './testkit.js'

test('every case of a sound pack passes', async () => {
  expect(await withFolder(soundPack, testPack)).toEqual({ passed: 4, failed: [], rules: 2 })
})

test('a case that does not hold is named with its place and what spoke instead', async () => {
  const wrong = soundPack['cases/reads-many-key-files.yml']!.replace('/root/.ssh/id_rsa', '/root/x')
  const result = await withFolder({ ...soundPack, 'cases/reads-many-key-files.yml': wrong }, testPack)
  expect(result.passed).toBe(3)
  expect(result.failed).toMatchObject([
    {
      rule: 'reads-many-key-files',
      case: 'reads two',
      where: 'cases/reads-many-key-files.yml:3:5',
      expected: 'match',
      spoke: ['reads-key-file'],
    },
  ])
})

test('live cases run through time', async () => {
  const rules = `title: Two sign-ins
id: sign-in
status: stable
description: Counts.
logsource: { product: agent, category: auth }
detection: { s: { kind: auth.login }, condition: s }
falsepositives: [x]
level: low
---
title: Many sign-ins
id: many-sign-ins
status: stable
description: Counts.
correlation:
  type: event_count
  rules: [sign-in]
  group-by: [human.id]
  timespan: 1m
  condition: { gte: 2 }
falsepositives: [x]
level: low
`
  const cases = `stage: live
positive:
  - name: two within a minute
    records: [{ kind: auth.login, human.id: a }, { kind: auth.login, human.id: a, at: 30 }]
negative:
  - name: two apart
    records: [{ kind: auth.login, human.id: a }, { kind: auth.login, human.id: a, at: 90 }]
  - name: two people
    records: [{ kind: auth.login, human.id: a }, { kind: auth.login, human.id: b, at: 30 }]
`
  const files = { 'pack.yml': soundPack['pack.yml']!, 'rules/r.yml': rules, 'cases/many-sign-ins.yml': cases }
  expect(await withFolder(files, testPack)).toMatchObject({ passed: 3, failed: [] })
})
