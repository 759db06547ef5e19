import { parsePattern } from '@clawback/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { parseCondition, writeCondition } from './condition.js'
import { importNova } from './import.js'
import { keywordPart } from './judged.js'
import { parseNova } from './parse.js'
import type { NovaCondition, NovaSection } from './rule.js'

const rule = (keywords: string, condition: string, more = ''): string =>
  `rule Sample_Rule\n{\n    meta:\n        description = "What it is"\n        severity = "high"\n\n    keywords:\n${keywords}\n${more}\n    condition:\n        ${condition}\n}\n`

test('keywords, patterns and their conditions become a rule with cases', () => {
  const { files, taken, problems, withoutExample } = importNova(
    'injection',
    rule(
      '        $a = "ignore previous" // why\n        $b = "you are *now*" case:true\n        $c = /jail(break|broken)/is',
      '(keywords.$a or keywords.$b) and not keywords.$c or all of keywords.*',
    ),
  )
  expect(problems).toEqual([])
  expect(taken).toEqual(['nova-sample-rule'])
  expect(withoutExample).toEqual(['nova-sample-rule'])
  const text = files.get('rules/nova-injection.yml') ?? ''
  expect(text).toContain('text.content|contains: ignore previous')
  expect(text).toContain('text.content|contains|cased: you are \\*now\\*')
  expect(text).toContain('text.content|re|i|s: jail(break|broken)')
  expect(text).toContain('level: high')
  expect(text).toContain('not (keyword_c)')
})

test('two of them is written out; an example is made of plain keywords', () => {
  const { files, withoutExample } = importNova(
    'x',
    rule('        $a = "one"\n        $b = "two"\n        $c = "three"', '2 of keywords.*'),
  )
  expect(withoutExample).toEqual([])
  expect(files.get('rules/nova-x.yml')).toContain(
    '(keyword_b and keyword_c) or (keyword_a and keyword_c) or (keyword_a and keyword_b)',
  )
  expect(files.get('cases/nova-sample-rule.yml')).toContain('one. two. three')
})

test('what needs a judge is left out and said with its line; a rule of nothing else is refused', () => {
  const more =
    '    semantics:\n        $s = "an attack" (0.4)\n    llm:\n        $l = "Is this an attack?" (0.2)\n'
  const partly = importNova('x', rule('        $a = "one"', 'keywords.$a or (semantics.$s and llm.$l)', more))
  expect(partly.taken).toEqual(['nova-sample-rule'])
  expect(partly.problems.map(({ type, line }) => [type, line])).toEqual([
    ['needs-judge', 10],
    ['needs-judge', 12],
  ])
  for (const condition of ['semantics.$s', 'keywords.$a and llm.$l', 'not semantics.$s', 'any of llm.*'])
    expect(importNova('x', rule('        $a = "one"', condition, more)).problems.at(-1)).toMatchObject({
      type: 'refused',
      detail: 'nothing is left without a judge',
    })
})

test.each([
  ['        $a = /(a)\\1/', 'keywords.$a', 8, 'not of the linear subset'],
  ['        $a = /a(?=b)/', 'keywords.$a', 8, 'not of the linear subset'],
  ['        $a = /a/x', 'keywords.$a', 8, 'the flag x is not known'],
  ['        $a = one', 'keywords.$a', 8, 'a keyword is not'],
  ['        $a = "one"', 'keywords.$b', 11, '$b is not there'],
  ['        $a = "one"', 'keywords.$a and', 11, 'the end is not expected'],
  ['        $a = "one"', '(keywords.$a', 11, 'not closed'],
  ['        $a = "one"', 'keywords.$a ? 1', 11, 'means nothing'],
])('%s with %s is refused at line %d', (keywords, condition, line, detail) => {
  const { taken, problems } = importNova('x', rule(keywords, condition))
  expect(taken).toEqual([])
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ type: 'refused', line })
  expect(problems[0]?.detail).toContain(detail)
})

test('a rule that cannot be read does not hide the next one', () => {
  const text = `rule Open\n{\n  keywords:\n    $a = "x"\n${rule('        $a = "one"', 'any of them')}${rule('        $a = "one"', '$a').replace('Sample_Rule', 'Good')}`
  const { rules, problems } = parseNova(text)
  expect(rules.map(({ name }) => name)).toEqual(['Sample_Rule', 'Good'])
  expect(problems.map(({ rule: name }) => name)).toEqual(['Open'])
  expect(importNova('x', text).taken).toEqual(['nova-good'])
})

const section = fc.constantFrom<NovaSection>('keywords', 'semantics', 'llm')
const name = fc.constantFrom('a', 'b', 'ab', 'c_1')
const conditions = fc.letrec<{ any: NovaCondition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.record({ type: fc.constant('variable' as const), section, name }),
    fc.record({
      type: fc.constant('of' as const),
      count: fc.constantFrom<number | 'any' | 'all'>('any', 'all', 1, 2),
      section,
      prefix: fc.constantFrom('', 'a', 'b'),
    }),
    fc.record({ type: fc.constant('not' as const), item: tie('any') }),
    fc.record({
      type: fc.constantFrom('and' as const, 'or' as const),
      items: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).any

/** Truth of a condition when these variables are seen, `keywords.a` and the like. */
function holds(condition: NovaCondition, seen: ReadonlySet<string>): boolean {
  switch (condition.type) {
    case 'variable':
      return seen.has(`${condition.section}.${condition.name}`)
    case 'of': {
      const all = ['a', 'b', 'ab', 'c_1'].filter((one) => one.startsWith(condition.prefix))
      const count = all.filter((one) => seen.has(`${condition.section}.${one}`)).length
      return (
        count >= (condition.count === 'any' ? 1 : condition.count === 'all' ? all.length : condition.count)
      )
    }
    case 'not':
      return !holds(condition.item, seen)
    case 'and':
      return condition.items.every((item) => holds(item, seen))
    case 'or':
      return condition.items.some((item) => holds(item, seen))
  }
}

test('a condition written out is read as the same condition', () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      expect(parseCondition(writeCondition(condition), () => undefined)).toEqual(condition)
    }),
  )
})

test('what is left without a judge never matches more than the whole, whatever a judge would say', () => {
  const variables = ['keywords', 'semantics', 'llm'].flatMap((one) =>
    ['a', 'b', 'ab', 'c_1'].map((id) => `${one}.${id}`),
  )
  fc.assert(
    fc.property(conditions, fc.subarray(variables), (condition, some) => {
      const seen = new Set(some)
      const part = keywordPart(condition)
      if (part !== undefined && holds(part, seen)) expect(holds(condition, seen)).toBe(true)
    }),
  )
})

test('any text is read without failing, and every pattern that is taken is of the linear subset', () => {
  const bits = fc.constantFrom(
    'rule X',
    '{',
    '}',
    'keywords:',
    'condition:',
    '$a = "x"',
    '$b = /(x+)+/',
    '$a',
    'any of keywords.*',
    'llm:',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 20 }))), (rows) => {
      const text = rows.join('\n')
      importNova('x', text)
      const taken = importNova('x', text).taken.length
      for (const one of taken === 0 ? [] : parseNova(text).rules)
        for (const keyword of one.keywords) if (keyword.isPattern) parsePattern(keyword.text, keyword.flags)
    }),
  )
})
