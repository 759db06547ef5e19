import { join, relative, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEntry } from './dataset.js'
import { isInnerPath, readLine, writeLine } from './lines.js'
import type { Sample } from './sample.js'

const segment = fc.oneof(
  fc.constantFrom('..', '.', '', 'a', '…', '\\', 'C:', '~', '\0', '\n', 'SKILL.md'),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const path = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(segment, { maxLength: 6 }).map((parts) => parts.join('/')),
)
const digest = 'ab'.repeat(32)
const copy = { kind: 'folder', locator: './x', collection: 'x', collected: '2026-01-01T00:00:00Z' } as const
const sample = (at: string): Sample => ({
  ...{ id: `sha256:${digest}`, kind: 'skill', name: at, links: [{ path: 'l', target: at }], gaps: [] },
  files: [{ path: at, size: 1, sha256: digest, executable: true }],
  copies: [{ ...copy, path: at }],
})

test('a path that is taken stays below its folder', () => {
  fc.assert(
    fc.property(path, (one) => {
      if (!isInnerPath(one)) return
      const inside = relative('/q', resolve('/q', one))
      expect(inside).toBe(one)
      expect(join('/q', one).startsWith('/q/')).toBe(true)
    }),
  )
})

test.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './a', 'a/', 'a\0b', 'a\\..\\b', 'a\nb'])(
  'the path %j is refused wherever a manifest has one',
  (bad) => {
    expect(() => readLine(writeLine({ type: 'sample', ...sample(bad) }).trimEnd(), 'm:1')).toThrow('m:1: it is no sample') // prettier-ignore
    const entry = { repo: 'https://git.example/a/b.git', commit: 'a'.repeat(40), path: bad, sha256: digest }
    expect(() => readEntry(JSON.stringify(entry), 'd:1')).toThrow('d:1: the line has no path')
  },
)

test('a line with any path that may be there comes back as it was, and is one line', () => {
  fc.assert(
    fc.property(path.filter(isInnerPath), (one) => {
      const line = { type: 'sample', ...sample(one) } as const
      const text = writeLine(line)
      expect(text.indexOf('\n')).toBe(text.length - 1)
      expect(readLine(text.slice(0, -1), 'm:1')).toEqual(line)
    }),
  )
})

test('any text is a line or is refused with its place', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        readLine(text, 'm:7')
      } catch (error) {
        expect(error).toMatchObject({ code: 'INPUT_MALFORMED', message: expect.stringMatching(/^m:7: /) as string }) // prettier-ignore
      }
    }),
  )
})

test.each([
  ['a blob that is no digest', { files: [{ path: 'a', size: 1, sha256: '../../x', executable: false }] }],
  ['a size below nothing', { files: [{ path: 'a', size: -1, sha256: digest, executable: false }] }],
  ['an id that is no digest', { id: 'x' }],
  ['a kind that is none', { kind: 'virus' }],
  ['a copy of no kind', { copies: [{ ...copy, kind: 'x' }] }],
  ['a start whose words are none', { copies: [{ ...copy, start: { args: [1], env: {} } }] }],
  ['a start that ends a text', { copies: [{ ...copy, start: { args: ['a\0b'], env: {} } }] }],
  ['a start whose variables are none', { copies: [{ ...copy, start: { args: [], env: { 'A=B': 'x' } } }] }],
])('%s is refused', (_, bad) => {
  expect(() => readLine(JSON.stringify({ type: 'sample', ...sample('a'), ...bad }), 'm:1')).toThrow('no sample') // prettier-ignore
})

test.each([
  ['no commit', { commit: 'main' }],
  ['a repository that is an option', { repo: '--upload-pack=x' }],
  ['a transport that is a command', { repo: 'ext::sh -c x' }],
  ['no digest', { sha256: undefined }],
])('a data set with %s is refused at its line', (_, bad) => {
  const good = { repo: 'https://git.example/a/b.git', commit: 'a'.repeat(40), path: 'x', sha256: digest }
  expect(readEntry(JSON.stringify(good), 'd:1')).toEqual(good)
  expect(() => readEntry(JSON.stringify({ ...good, ...bad }), 'd:2')).toThrow(/^d:2: /)
})
