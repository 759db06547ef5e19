import { expect, test } from 'vitest'
import { csvLine } from './csv-line.js'

test('cells are quoted where they must be, and no name of a sample becomes a formula', () => {
  expect(csvLine(['plain', 'a,b', 'say "x"', 'two\nlines'])).toBe('plain,"a,b","say ""x""","two\nlines"\r\n')
  expect(csvLine(['=cmd()', '@x', '-1.5', '-x', '+1'])).toBe("'=cmd(),'@x,-1.5,'-x,'+1\r\n")
})
