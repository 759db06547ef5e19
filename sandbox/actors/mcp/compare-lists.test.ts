import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readList } from '@clawback/wire'
import { compareLists } from './compare-lists.js'

const list = (...tools: readonly object[]) => readList('tools', { tools }).items
const tool = { name: 'a', description: 'x', inputSchema: { type: 'object', properties: {} } }

it('names what came, what went and what changed', () => {
  expect(compareLists(list(tool), list(tool))).toEqual([])
  expect(compareLists(list(tool), list({ ...tool, description: 'y' }))).toEqual(['a: description'])
  expect(
    compareLists(list(tool), list({ ...tool, inputSchema: {}, annotations: {} }, { name: 'b' })),
  ).toEqual(['a: annotations', 'a: inputSchema', 'b: added'])
  expect(compareLists(list(tool), [])).toEqual(['a: removed'])
})

it('does not mind the order of tools or members', () => {
  const { name, ...rest } = tool
  expect(compareLists(list(tool, { name: 'b' }), list({ name: 'b' }, { ...rest, name }))).toEqual([])
})

it('finds no difference between a list and itself, whatever it holds', () => {
  const hostile = fc.dictionary(fc.oneof(fc.constant('__proto__'), fc.string()), fc.jsonValue())
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), hostile)), (entries) => {
      const items = list(...entries.map(([name, members]) => ({ ...members, name })))
      expect(compareLists(items, items)).toEqual([])
    }),
  )
})
