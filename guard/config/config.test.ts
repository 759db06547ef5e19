import { describe, expect, test } from 'vitest'
import { parseGuardConfig } from './read.js'

const whole = `state: ./state
sources:
  - { name: hooks, connector: claude-code, trust: 2, login: alice@ws }
people:
  - id: alice
    emails: [Alice@Example.test]
    zone: Europe/Berlin
    hours: { from: '22:00', to: '06:00', days: [1, 2] }
on_call:
  - { human: alice, from: '2026-11-24T00:00:00Z', to: '2026-11-24T08:00:00Z', ticket: CHG-1 }
resources:
  - { match: 'database:*_staging', env: staging }
registry: { mcp_servers: [files] }
response: { mode: monitor }
`

test('a whole file is read', () => {
  const config = parseGuardConfig('/etc/guard.yaml', whole)
  expect(config).toMatchObject({
    state: '/etc/state',
    people: [{ id: 'human:alice', emails: ['alice@example.test'], hours: { from: 1320, to: 360 } }],
    onCall: [{ human: 'human:alice', ticket: 'CHG-1' }],
    response: { mode: 'monitor' },
  })
  expect(config.resources[0]!.match.test('database:billing_staging')).toBe(true)
  expect(config.resources[0]!.match.test('database:billing_staging2')).toBe(false)
})

describe('what is wrong is named with file and line', () => {
  test.each([
    ['state: [', 'g.yaml:1'],
    ['state: ./s\nstates: x', 'g.yaml:2'],
    ['sources: []', 'g.yaml:1'],
    ['state: ./s\nsources:\n  - { connector: telepathy, trust: 1 }', 'g.yaml:3'],
    ['state: ./s\nsources:\n  - { connector: otlp, trust: 7 }', 'g.yaml:3'],
    ["state: ./s\nsources:\n  - { connector: otlp, trust: 1, listen: '0.0.0.0:4318' }", 'g.yaml:3'],
    [
      'state: ./s\nsources:\n  - { connector: otlp, trust: 1 }\n  - { connector: otlp, trust: 2 }',
      'g.yaml:4',
    ],
    ['state: ./s\npeople:\n  - { id: a, zone: Mars/Olympus }', 'g.yaml:3'],
    ["state: ./s\npeople:\n  - id: a\n    hours: { from: '9', to: '17:00' }", 'g.yaml:4'],
    [
      "state: ./s\non_call:\n  - { human: nobody, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }",
      'g.yaml:3',
    ],
    ['state: ./s\nstate: ./t', 'g.yaml:2'],
    ['- a list', 'g.yaml:1'],
    ['', 'g.yaml:1'],
  ])('%j', (text, where) => {
    expect(() => parseGuardConfig('g.yaml', text)).toThrow(where)
  })

  test('an alias bomb is bounded', () => {
    const bomb = `state: ./s\nresponse:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
      .split('')
      .map((name, at) => `  ${name}: &${name} [${Array<string>(10).fill(`*${'abcdefgh'[at]!}`).join(', ')}]`)
      .join('\n')}\n`
    expect(() => parseGuardConfig('g.yaml', bomb)).toThrow()
  })
})
