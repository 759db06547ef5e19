import { expect, test } from 'vitest'
import { boundsOf } from './bounds.js'

test('a time given holds for reading and for every run', () => {
  expect(boundsOf(5)).toEqual({ readBudgetMs: 5000, limits: { wallMs: 5000 } })
})

test('without one, every actor keeps its own bound', () => {
  expect(boundsOf(undefined)).toEqual({ readBudgetMs: 20_000 })
})
