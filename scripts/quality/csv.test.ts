import { expect, test } from 'vitest'

import { parseCsv } from './csv.js'

test('quoted cells may hold commas, quotes and line breaks; empty cells stay', () => {
  expect(parseCsv('a,b,c\r\n1,"x, ""y""\nz",\n,,3')).toEqual([
    { a: '1', b: 'x, "y"\nz', c: '' },
    { a: '', b: '', c: '3' },
  ])
})

test('a line break at the end adds no row', () => {
  expect(parseCsv('a\n1\n')).toEqual([{ a: '1' }])
})
