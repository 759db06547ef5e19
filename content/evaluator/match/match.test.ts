import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cidr } from './cidr.js'
import { compileExpr } from './expr.js'
import { fold } from './fold.js'
import { glob } from './glob.js'
import { timePart } from './time.js'
import { cellOf, load, makeView, read, readWhole } from './view.js'

describe('fold', () => {
  it('keeps the length, is stable, and is lower case for ASCII', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
        (text) => {
          const folded = fold(text)
          expect(folded.length).toBe(text.length)
          expect(fold(folded)).toBe(folded)
        },
      ),
    )
    expect(fold('ΟΔΟΣ İ É')).toBe('οδοσ İ é')
  })
})

describe('glob', () => {
  const part = fc.constantFrom<string | 0 | 1>('a', 'b', 'ab', '😀', 0, 1)
  it('agrees with a regular expression', () => {
    const source = (parts: readonly (string | 0 | 1)[]): string =>
      parts.map((p) => (p === 0 ? '[\\s\\S]*' : p === 1 ? '[\\s\\S]' : p)).join('')
    const value = fc.array(fc.constantFrom('a', 'b', '😀'), { maxLength: 8 }).map((units) => units.join(''))
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), value, (parts, text) => {
        expect(glob(parts)(text)).toBe(new RegExp(`^${source(parts)}$`, 'u').test(text))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('cidr', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.168.1.128/25', '192.168.1.127', false],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['fe80::/10', 'febf::1', true],
    ['fe80::/10', 'fec0::1', false],
    ['2001:db8::/32', '2001:db8:1::5%eth0', true],
    ['::1/128', '0:0:0:0:0:0:0:1', true],
    ['10.0.0.0/8', '10.0.0', false],
    ['10.0.0.0/8', '10.0.0.256', false],
    ['fe80::/10', '1::2::3', false],
  ])('%s holds %s: %s', (net, address, expected) => {
    expect(cidr(net)?.(address)).toBe(expected)
  })
  it('refuses what is no network', () => {
    expect([cidr('10.0.0.0/33'), cidr('x'), cidr('::/129')]).toEqual([undefined, undefined, undefined])
  })
})

describe('timePart', () => {
  it.each([
    ['2026-01-01T23:59:00+05:00', 'hour', 23],
    ['2026-01-01T23:59:00Z', 'minute', 59],
    ['2026-01-01', 'week', 1],
    ['2027-01-01', 'week', 53],
    ['2026-12-31', 'month', 12],
    ['2026-12-31', 'hour', undefined],
    ['yesterday', 'year', undefined],
  ] as const)('%s %s', (text, part, expected) => {
    expect(timePart(text, part)).toBe(expected)
  })
})

describe('the view', () => {
  const texts = (event: object, name: string): string[] => {
    const view = makeView()
    load(view, event as Record<string, unknown>)
    const cell = read(view, cellOf(view, name))
    return cell.texts.slice(0, cell.size)
  }
  it('reads flat names, nested paths and both together', () => {
    expect(texts({ 'a.b': 'flat', a: { b: 'deep' } }, 'a.b')).toEqual(['flat'])
    expect(texts({ a: { b: 'deep' } }, 'a.b')).toEqual(['deep'])
    expect(texts({ a: { 'b.c': 1 } }, 'a.b.c')).toEqual(['1'])
    expect(texts({ a: [{ b: 'x' }, { b: ['y', true] }] }, 'a.b')).toEqual(['x', 'y', 'true'])
    expect(texts({ schema: 'clawback/1', a: { b: 'deep' } }, 'a.b')).toEqual([])
  })
  it('sees only own properties', () => {
    expect(texts({}, 'constructor')).toEqual([])
    expect(texts({}, '__proto__.toString')).toEqual([])
    expect(texts(JSON.parse('{"__proto__": "x"}') as object, '__proto__')).toEqual(['x'])
  })
  it('survives hostile shapes within bounds', () => {
    const view = makeView()
    const loop: Record<string, unknown> = {
      text: '\ud800',
      huge: 'x'.repeat(1e6),
      wide: Array(1e5).fill('w'),
    }
    loop['self'] = loop
    load(view, loop)
    const whole = readWhole(view)
    expect(whole.size).toBeLessThanOrEqual(5000)
    expect(whole.texts[0]).toBe('\ud800')
    expect(whole.texts[1]?.length).toBe(65_536)
    expect(view.clipped).toBeGreaterThan(0)
  })
})

describe('long lists', () => {
  it('hold exactly when one of their tests does, also where the search cannot tell them apart', () => {
    const texts = fc.array(fc.constantFrom('aaaa', 'aaaaa', 'aaab', 'B', 'ab', 'é', 'aaaaaaaa', 'bbbb'), {
      minLength: 8,
      maxLength: 40,
    })
    const value = fc.array(fc.constantFrom('a', 'b', 'A', 'é', ' '), { maxLength: 20 })
    fc.assert(
      fc.property(texts, fc.constantFrom('eq', 'contains'), value, (wanted, op, letters) => {
        const view = makeView()
        const text = letters.join('')
        const any = wanted.map((one) => ({ op: op as 'eq', text: one }))
        const holds = compileExpr({ field: 'f', any }, {}, view, {})
        load(view, { f: text })
        const one = (part: string): boolean =>
          op === 'eq' ? fold(text) === fold(part) : fold(text).includes(fold(part))
        expect(holds(view)).toBe(wanted.some(one))
      }),
    )
    const view = makeView()
    const any = Array.from({ length: 40 }, (_, i) => ({ op: 'contains' as const, text: 'a'.repeat(4 + i) }))
    const holds = compileExpr({ field: 'f', any }, {}, view, {})
    load(view, { f: 'b' })
    expect(holds(view)).toBe(false)
  })
})
