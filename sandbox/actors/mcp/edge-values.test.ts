import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toEdges } from './edge-values.js'

const seeds = Array.from({ length: 64 }, (_, i) => `s${i}`)
const edgesOf = (value: unknown, schema: unknown): Set<unknown> =>
  new Set(seeds.map((seed) => toEdges(value, schema, seed)))

it('lie at the bounds of a schema and just past them', () => {
  expect(edgesOf(3, { type: 'integer', minimum: 2, maximum: 4 })).toEqual(new Set([1, 2, 4, 5]))
  expect(edgesOf(3, { type: 'number', exclusiveMinimum: 0 })).toEqual(new Set([0, -1]))
  expect(edgesOf('ab', { type: 'string', minLength: 1, maxLength: 3 })).toEqual(
    new Set(['', 'x', 'xxx', 'xxxx']),
  )
})

it('are what programs stumble over where there are no bounds', () => {
  expect(edgesOf(3, {})).toContain(Number.MAX_SAFE_INTEGER)
  expect(edgesOf('a', undefined)).toContain('../../etc/hostname')
})

it('keep the shape of the arguments, whatever the schema says', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.jsonValue(),
      fc.string(),
      (args, schema, seed) => {
        const made = toEdges(args, schema, seed) as object
        expect(Object.keys(made).sort()).toEqual(Object.keys(args).sort())
        expect(made).toEqual(toEdges(args, schema, seed))
      },
    ),
  )
})
