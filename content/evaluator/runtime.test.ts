import { describe, expect, it } from 'vitest'
import { listed, regex } from './runtime.js'

describe('what generated modules stand on', () => {
  it.each([
    [false, 'ROOT', true],
    [true, 'ROOT', false],
    [true, 'root', true],
    [true, 'adm_Ann', true],
    [true, 'ADM_Ann', false],
  ])('compares with the entries of a list, cased %s: %s', (cased, value, holds) => {
    const tests = listed({ who: ['root', 'adm_*'] }, 'who', 'eq', ['', ''], cased)
    expect(tests.some((test) => test(value))).toBe(holds)
  })

  it('reads half a character pair as the evaluator does', () => {
    expect(regex('^a.b$', '')('a\ud800b')).toBe(true)
    expect(regex('^a\ufffdb$', '')('a\ud800b')).toBe(true)
  })
})
