import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTo, parseRoute } from './route.js'

test('a link leads to what it was made for', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      fc.pre(!id.startsWith('sha256:'))
      expect(parseRoute(linkTo('family', id.toWellFormed()))).toEqual({
        view: 'family',
        id: id.toWellFormed(),
      })
    }),
  )
  expect(linkTo('artifact', 'sha256:ab')).toBe('#/artifact/ab')
})

test('what is no place is the overview', () => {
  for (const fragment of ['', '#', '#/', '#/constructor/1', '#/artifact/', '#/artifact'])
    expect(parseRoute(fragment)).toEqual({ view: 'overview' })
  expect(parseRoute('#/artifact/%E0%A4%A')).toEqual({ view: 'artifact', id: '%E0%A4%A' })
})
