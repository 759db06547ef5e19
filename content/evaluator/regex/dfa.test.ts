import { PatternError } from '@clawback/model'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { compileRegex } from './dfa.js'

/** Patterns of the subset, as text. */
const pattern = fc.letrec<{ choice: string; sequence: string; repeat: string; atom: string }>((tie) => ({
  choice: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((items) => items.join('|')),
  sequence: fc.array(tie('repeat'), { maxLength: 4 }).map((items) => items.join('')),
  repeat: fc
    .tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,3}', '*?', '+?'))
    .map(([atom, count]) => (/^(?:\^|\$|\\[bB])$/.test(atom) ? atom : atom + count)),
  atom: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom(
      'a',
      'b',
      'K',
      'é',
      '😀',
      '\\.',
      '\\d',
      '\\w',
      '\\S',
      '.',
      '^',
      '$',
      '\\b',
      '\\B',
      '\\x41',
      '_',
    ),
    fc.constantFrom(
      '[ab]',
      '[^a]',
      '[a-f0-9]',
      '[^\\w]',
      '[é-ü]',
      '[A-Z]',
      '[-a]',
      '[\\]x]',
      '[[:digit:]b]',
      '[😀-😂]',
    ),
    tie('choice').map((inner) => `(${inner})`),
    tie('choice').map((inner) => `(?:${inner})`),
    tie('choice').map((inner) => `(?i:${inner})`),
  ),
})).choice

const text = fc
  .array(
    fc.constantFrom('a', 'b', 'A', 'B', 'k', 'K', 'é', 'É', '😀', '1', '.', '_', ' ', '\n', 'x', ']', '-'),
    {
      maxLength: 12,
    },
  )
  .map((units) => units.join(''))

function reference(source: string, flags: string): (text: string) => boolean {
  const { CASE_INSENSITIVE, MULTILINE, DOTALL } = RE2JS
  const bits =
    (flags.includes('i') ? CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? MULTILINE : 0) |
    (flags.includes('s') ? DOTALL : 0)
  const compiled = RE2JS.compile(source, bits)
  return (value) => compiled.matcher(value).find()
}

describe('compileRegex', () => {
  it('finds what RE2 finds', () => {
    fc.assert(
      fc.property(
        pattern,
        fc.constantFrom('', 'i', 'm', 's', 'ims'),
        fc.array(text, { minLength: 3 }),
        (p, flags, texts) => {
          const ours = compileRegex(p, flags)
          const theirs = reference(p, flags)
          for (const value of texts)
            expect([p, flags, value, ours(value)]).toEqual([p, flags, value, theirs(value)])
        },
      ),
      { numRuns: Number(process.env['CLAWBACK_RUNS'] ?? 300) },
    )
  })

  it.each([
    ['(?i)powershell\\s+-enc', 'C:\\POWERSHELL  -Enc x', true],
    ['a(?i)b', 'AB', false],
    ['a(?i)b', 'aB', true],
    ['(?i:k)', '\u212a', true],
    ['^.$', '😀', true],
    ['^..$', '😀', false],
    ['a{3}', 'aa', false],
    ['x{,3}', 'x{,3}', true],
    ['\\u00e9', 'é', true],
    ['(?P<name>a)b', 'ab', true],
    ['[\\d-x]', '-', true],
    ['', '', true],
    ['$', '', true],
    ['a$', 'a\n', false],
    ['a\\Ba|^\\B$|b\\Bb', 'a😀a', false],
    ['\\B', 'a😀a', false],
  ])('%s on %j is %s', (source, value, expected) => {
    expect(compileRegex(source, '')(value)).toBe(expected)
  })

  it.each([
    ['(?=a)', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['(a)\\1', 'back-references'],
    ['\\p{L}', 'not part of the subset'],
    ['a++', 'possessive'],
    ['(a', 'not closed'],
    ['a)', 'too many'],
    ['[a', 'not closed'],
    ['*a', 'nothing to repeat'],
    ['a**', 'cannot be repeated'],
    ['a{3,1}', 'counts down'],
    ['a{1001}', 'count to 1000'],
    ['((a{100}){100}){100}', 'too large'],
    ['[z-a]', 'range'],
    ['a\\', 'backslash'],
  ])('refuses %s', (source, reason) => {
    expect(() => compileRegex(source, '')).toThrow(PatternError)
    expect(() => compileRegex(source, '')).toThrow(reason)
  })

  it('is linear where backtracking is exponential, and forgets states instead of growing', () => {
    const evil = compileRegex('(a*)*(a|aa)+[^b]{1,80}c$', '')
    const started = performance.now()
    expect(evil('a'.repeat(50_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
