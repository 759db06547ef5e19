import { describe, expect, it } from 'vitest'
import { listed } from './runtime.js'

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
})
