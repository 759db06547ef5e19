import fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, member, members, plain, text } from './data.js'
import { parseData } from './parse.js'
import type { Format, Parsed } from './parse.js'

async function parse(source: string, format: Format): Promise<Parsed> {
  return parseData(Buffer.from(source), format)
}

test('every format gives the same data and the line of each key', async () => {
  const json = '{\n "a": {\n  "b": [1, "x"], // note\n },\n}'
  const toml = '[a]\n\nb = [1, "x"]\n'
  const yaml = 'a:\n  # note\n  b: [1, x]\n'
  for (const [source, format] of [
    [json, 'json'],
    [toml, 'toml'],
    [yaml, 'yaml'],
  ] as const) {
    const { data } = await parse(source, format)
    expect(plain(data!)).toEqual({ a: { b: [1, 'x'] } })
    expect(members(at(data, 'a'))[0]).toMatchObject({ key: 'b', line: 3 })
  }
})

test('JSON5, byte order marks and UTF-16 are understood', async () => {
  expect(plain((await parse("{mcp: {servers: {a: {command: 'x',},},},}", 'json')).data!)).toEqual({
    mcp: { servers: { a: { command: 'x' } } },
  })
  expect((await parse('\uFEFF{"a":1}', 'json')).data).toBeDefined()
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"a":1}', 'utf16le')])
  expect((await parseData(wide, 'json')).data).toBeDefined()
})

test('a key that stands twice is kept twice, and no key reaches a prototype', async () => {
  const { data } = await parse('{"a": 1, "a": 2, "__proto__": {"polluted": true}}', 'json')
  expect(members(data)).toHaveLength(3)
  expect(text(member(data, 'a'))).toBe('2')
  plain(data!)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('bombs are refused with a reason', async () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'].map(
    (pair) => [pair[0]!, pair[1]!] as const,
  ))
    laughs.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`)
  expect((await parse(laughs.join('\n'), 'yaml')).problem?.reason).toBe('malformed')
  expect((await parse('['.repeat(100_000), 'json')).problem?.reason).toBe('too-deep')
  expect((await parse('a = ' + '['.repeat(5000), 'toml')).problem?.reason).toBe('too-deep')
  expect((await parse('? '.repeat(500_000) + 'x', 'yaml')).problem?.reason).toBe('too-deep')
  expect((await parse(`[ x", ${'['.repeat(5000)}`, 'yaml')).problem?.reason).toBe('too-deep')
  const stairs = Array.from({ length: 100 }, (_, step) => `${' '.repeat(step)}a:`).join('\n')
  expect((await parse(stairs, 'yaml')).problem?.reason).toBe('too-deep')
  expect((await parse('- '.repeat(3000) + 'x', 'yaml')).problem?.reason).toBe('too-deep')
  expect((await parse('x'.repeat(1024 * 1024 + 1), 'yaml')).problem?.reason).toBe('too-large')
  expect((await parse('a: &a [*a]', 'yaml')).problem).toBeDefined()
})

test('aliases are followed, in the time that their number takes', async () => {
  expect(plain((await parse('a: &x {b: 1}\nc: *x', 'yaml')).data!)).toEqual({ a: { b: 1 }, c: { b: 1 } })
  const anchors = Array.from({ length: 20_000 }, (_, n) => `k${n}: &a${n} x`).join('\n')
  const many = `${anchors}\nz: [${Array(20_000).fill('*a0').join(', ')}]`
  expect((await parse(many, 'yaml')).data).toBeDefined()
})

test('ten megabytes of JSON are read', async () => {
  const big = JSON.stringify({ filler: 'x'.repeat(10 * 1024 * 1024), mcpServers: { a: {} } })
  expect(at((await parse(big, 'json')).data, 'mcpServers', 'a')).toBeDefined()
})

test('property: no text makes a parser throw', async () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ',',
    '\n',
    '- ',
    '&a ',
    '*a',
    '!!js ',
    '=',
    '#',
    '|',
    'a',
    '1',
    '\\',
    '\0',
    '---',
    '<<',
  )
  const source = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(source, fc.constantFrom<Format>('json', 'toml', 'yaml'), async (input, format) => {
      const parsed = await parse(input, format)
      expect((parsed.data === undefined) !== (parsed.problem === undefined)).toBe(true)
    }),
    { numRuns: 600 },
  )
})

test('property: JSON values come back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
      const { data } = await parse(JSON.stringify(value), 'json')
      expect(JSON.stringify(plain(data!))).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))))
    }),
  )
})
