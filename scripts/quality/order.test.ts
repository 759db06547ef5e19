import { expect, test } from 'vitest'

import { drawnOrder } from './order.js'

const items = Array.from({ length: 40 }, (_, at) => ({
  sha256: `item ${at}`,
  stratum: at % 4 === 0 ? 'documents' : 'programs',
}))

test('seed and contents settle the order, not the order they come in', () => {
  expect(drawnOrder([...items].reverse(), 'a')).toEqual(drawnOrder(items, 'a'))
  expect(drawnOrder(items, 'b')).not.toEqual(drawnOrder(items, 'a'))
  expect(new Set(drawnOrder(items, 'a'))).toEqual(new Set(items))
})

test('every start of the list holds the strata in proportion', () => {
  for (const length of [8, 20, 40]) {
    const documents = drawnOrder(items, 'a')
      .slice(0, length)
      .filter(({ stratum }) => stratum === 'documents')
    expect(documents).toHaveLength(length / 4)
  }
})
