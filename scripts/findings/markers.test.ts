import { expect, test } from 'vitest'
import { fillTables, markdown, quoted } from './markers.js'

const page = '# a\n<!-- table one -->\nold\n<!-- end -->\ntext\n<!-- table two -->\n<!-- end -->\n'

test('tables are put between their markers, again and again with the same result', () => {
  const tables = new Map([
    ['one', 'ONE'],
    ['two', 'TWO'],
  ])
  const once = fillTables(page, tables)
  expect(once).toContain('<!-- table one -->\n\nONE\n\n<!-- end -->\ntext')
  expect(once).not.toContain('old')
  expect(fillTables(once, tables)).toBe(once)
})

test('a table without a place and a place without a table are errors', () => {
  expect(() => fillTables(page, new Map([['one', '']]))).toThrow('no table two')
  expect(() => fillTables('', new Map([['one', '']]))).toThrow('no place for one')
})

test('what a sample says stays in its cell', () => {
  expect(markdown(['a'], [[quoted('x | `y`\nz\u202e')]])).toBe("| a |\n| --- |\n| `x ¦ 'y' z ` |")
  expect(quoted('abcdef', 4)).toBe('`abc…`')
})
