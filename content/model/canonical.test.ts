import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical.js'

test('it is JSON of the same value, with sorted members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }),
  )
})

test('the order of members does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(turned)).toBe(canonicalJson(value))
    }),
  )
})

test('published example (RFC 8785, 3.2.3)', () => {
  const value = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '1': 'One', '\u0080': 'Control', ö: 'o' }
  expect(canonicalJson(value)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"o","€":"Euro Sign"}',
  )
  expect(canonicalJson({ n: [1e21, -0, 0.1, 1e-7], u: undefined })).toBe('{"n":[1e+21,0,0.1,1e-7]}')
})

test('what JSON cannot hold is refused', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  for (const value of [NaN, Infinity, () => 1, Symbol('x'), 1n, undefined, cyclic])
    expect(() => canonicalJson(value)).toThrow(TypeError)
})

test('the same value twice is no cycle', () => {
  const shared = { a: 1 }
  expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]')
})
