import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CorpusRow } from '@clawback/model'
import { hasTerm, parseSearch, search, searchRow, toggleTerm } from './search.js'
import type { SearchRow } from './search.js'

const names = {
  rules: [
    ['curl-pipe', 'Pipes to a shell'],
    ['__proto__', 'P'],
  ] as const,
  actions: ['net.connect'],
  families: new Map(),
}
const row = (place: number, more: Partial<CorpusRow> = {}): SearchRow =>
  searchRow(
    {
      ...{ id: `sha256:${place}`, name: `skill-${place}`, kind: 'skill', verdict: 'benign', score: 0 },
      ...{ basis: 'static', labels: [], families: [], source: 'a/b', copies: 1, rules: [], actions: [] },
      ...more,
    },
    place,
    names,
  )
const rows = [
  row(0, { verdict: 'malicious', rules: [0], labels: ['Malicious'] }),
  row(1, { name: 'Two Words', actions: [0] }),
  row(2, { rules: [1] }),
]
const found = (text: string, hosts?: readonly (readonly [string, readonly number[]])[]): readonly number[] =>
  search(rows, parseSearch(text), hosts).map(({ place }) => place)

test('every word must be found, in one property when it names one', () => {
  expect(found('')).toEqual([0, 1, 2])
  expect(found('skill')).toEqual([0, 1, 2])
  expect(found('"two words"')).toEqual([1])
  expect(found('rule:curl verdict:malicious')).toEqual([0])
  expect(found('label:malicious')).toEqual([0])
  expect(found('can:net')).toEqual([1])
  expect(found('rule:__proto__')).toEqual([2])
  expect(found('rule:=curl')).toEqual([])
  expect(found('rule:=curl-pipe')).toEqual([0])
  expect(found('label:="no label"')).toEqual([1, 2])
  expect(found('rule:curl verdict:benign')).toEqual([])
})

test('a property that does not exist is an ordinary word, and one without a value is left out', () => {
  expect(parseSearch('http://x constructor:1 rule: a')).toEqual([
    { field: undefined, text: 'http://x', whole: false },
    { field: undefined, text: 'constructor:1', whole: false },
    { field: undefined, text: 'a', whole: false },
  ])
})

test('hosts are found by their own index, and none before it is loaded', () => {
  expect(found('host:evil')).toEqual([])
  expect(found('host:evil', [['evil.example', [2]]])).toEqual([2])
  expect(found('host:=evil', [['evil.example', [2]]])).toEqual([])
})

test('a filter that is set twice is taken out again', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.constantFrom('', 'abc', 'kind:skill x'), (value, before) => {
      fc.pre(value.replaceAll('"', '') !== '')
      const set = toggleTerm(before, 'rule', value)
      expect(hasTerm(set, 'rule', value)).toBe(true)
      expect(toggleTerm(set, 'rule', value)).toBe(before)
    }),
  )
})
