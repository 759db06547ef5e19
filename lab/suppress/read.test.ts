import { expect, it } from 'vitest'
import { readSuppressions } from './read.js'

const id = `sha256:${'a'.repeat(64)}`
const entry = (more: string): string =>
  `suppressions:\n  - rule: r\n${more
    .split('; ')
    .map((line) => `    ${line}\n`)
    .join('')}`
const whole = entry('path: scripts/**; reason: It says so.; expires: 2027-01-31')

it('reads whole entries, each with its place', () => {
  expect(readSuppressions('s.yml', whole)).toEqual([
    { rule: 'r', path: 'scripts/**', reason: 'It says so.', expires: '2027-01-31', source: 's.yml:2' },
  ])
  expect(
    readSuppressions('s.yml', entry(`artifact: ${id}; reason: x; expires: 2027-01-31`))[0]?.artifact,
  ).toBe(id)
  expect(readSuppressions('s.yml', 'suppressions: []')).toEqual([])
})

it.each([
  ['no reason', entry('path: a; expires: 2027-01-31'), 's.yml:2', /gives no reason/],
  ['an empty reason', entry('path: a; reason: " "; expires: 2027-01-31'), 's.yml:4', /reason is not a text/],
  ['no expiry', entry('path: a; reason: x'), 's.yml:2', /never expires/],
  ['no day', entry('path: a; reason: x; expires: 2027-06-31'), 's.yml:5', /not a day/],
  ['no scope', entry('reason: x; expires: 2027-01-31'), 's.yml:2', /everywhere/],
  ['no id', entry('artifact: abc; reason: x; expires: 2027-01-31'), 's.yml:3', /not an id/],
  ['a way out', entry('path: ../a; reason: x; expires: 2027-01-31'), 's.yml:3', /leaves the artifact/],
  ['another key', entry('path: a; until: x; reason: x; expires: 2027-01-31'), 's.yml:4', /not known/],
  ['a list of texts', 'suppressions:\n  - r\n', 's.yml:2', /not a mapping/],
  ['another top', 'ignore: []\n', 's.yml:1', /something else/],
  ['nothing', '', 's.yml:1', /something else/],
  ['no YAML', 'suppressions: [\n', 's.yml:', /YAML/],
  ['an alias bomb', `a: &a [x]\nsuppressions: *a\n`, 's.yml:1', /something else/],
])('refuses %s with its place and a mend', (_, text, where, detail) => {
  expect(() => readSuppressions('s.yml', text)).toThrow(
    expect.objectContaining({
      code: 'INPUT_MALFORMED',
      message: expect.stringMatching(detail) as string,
      mend: expect.stringMatching(/./) as string,
    }),
  )
  expect(() => readSuppressions('s.yml', text)).toThrow(where)
})
