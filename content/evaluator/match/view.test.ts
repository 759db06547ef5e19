import { describe, expect, it } from 'vitest'
import { cellOf, eventCaps, load, makeView, read, readWhole } from './view.js'

function look(
  event: Readonly<Record<string, unknown>>,
  field?: string,
): { texts: string[]; clipped: number } {
  const view = makeView()
  load(view, event)
  const cell = field === undefined ? readWhole(view) : read(view, cellOf(view, field))
  return { texts: cell.texts.slice(0, cell.size), clipped: view.clipped }
}

const nested = (depth: number): unknown => {
  let value: unknown = { b: 'x' }
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

describe('bounds on hostile events', () => {
  it('follows lists of lists no deeper than the bound, and counts what it leaves', () => {
    expect(look({ a: nested(8) }, 'a.b')).toEqual({ texts: ['x'], clipped: 0 })
    expect(look({ a: nested(100_000) }, 'a.b')).toEqual({ texts: [], clipped: 1 })
    const circle: unknown[] = []
    circle.push(circle)
    expect(look({ a: circle }, 'a.b').clipped).toBe(1)
  })

  it('looks at a bounded number of values on the way to a field', () => {
    let value: unknown = { b: 'x' }
    for (let i = 0; i < 6; i++) value = Array(1024).fill(value)
    const { texts, clipped } = look({ a: value }, 'a.b')
    expect(texts.length).toBeLessThanOrEqual(eventCaps.items + 1)
    expect(clipped).toBeGreaterThan(0)
  })

  it('counts the values it does not look at', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `${i}`)
    expect(look({ a: many })).toMatchObject({ clipped: 1 })
    expect(look({ a: many.map((b) => ({ b })) }, 'a.b')).toMatchObject({ clipped: 1 })
    expect(look({ a: ['x', 'y'] })).toEqual({ texts: ['x', 'y'], clipped: 0 })
  })

  it('takes a long name for itself, not for its beginning', () => {
    const letters = 'abcdefghijklmnopqr'.split('')
    const under = (names: readonly string[]): Record<string, unknown> =>
      names.reduceRight<unknown>((value, name) => ({ [name]: value }), 'x') as Record<string, unknown>
    expect(look(under(letters.slice(0, 16)), letters.join('.')).texts).toEqual([])
    expect(look(under([...letters.slice(0, 15), 'p.q.r']), letters.join('.')).texts).toEqual(['x'])
  })

  it('writes out no number that takes long to', () => {
    expect(look({ a: 1n << 8_000_000n }, 'a')).toEqual({ texts: [], clipped: 1 })
    expect(look({ a: 12n }, 'a')).toEqual({ texts: ['12'], clipped: 0 })
  })
})
