import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { habits, makeArguments } from './arguments.js'
import { likelyValue } from './likely-values.js'
import { tameSchema } from './tame-schema.js'

const schema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    url: { type: 'string', format: 'uri' },
    mode: { type: 'string', enum: ['fast', 'slow'] },
    count: { type: 'integer', minimum: 2, maximum: 4 },
    files: { type: 'array', items: { type: 'string' }, minItems: 1 },
    options: { type: 'object', properties: { directory: { type: 'string' } }, required: ['directory'] },
  },
  required: ['path', 'count'],
}

describe('arguments', () => {
  it('are plausible', async () => {
    const made = await makeArguments(schema, 'plausible', 's')
    expect(made).toMatchObject({
      path: '/home/dana/project/README.md',
      url: 'https://www.example.com/page',
      options: { directory: '/home/dana/project' },
    })
    expect(['fast', 'slow']).toContain(made['mode'])
    expect(made['count']).toBeGreaterThanOrEqual(2)
    expect((made['files'] as string[])[0]).toBe('/home/dana/project/README.md')
  })

  it('name what the run planted for them where any text will do', async () => {
    const open = { type: 'object', properties: { remark: { type: 'string' }, sql: { type: 'string' } } }
    const made = await makeArguments(open, 'plausible', 's', 'note', 'INV-7')
    expect(made['remark']).toContain('INV-7')
    expect(made['sql']).toBe('SELECT 1')
    expect(JSON.stringify(await makeArguments(open, 'sparse', 's', 'note', 'INV-7'))).not.toContain('INV-7')
  })

  it('are of the type that a schema takes in writing too, and near where wide bounds begin', async () => {
    const loose = {
      type: 'object',
      properties: {
        again: { type: ['boolean', 'string'] },
        note: { type: ['string', 'null'] },
        step: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        left: { type: 'integer', exclusiveMinimum: 9, maximum: Number.MAX_SAFE_INTEGER },
      },
      required: ['again', 'note', 'step', 'left'],
    }
    const made = await makeArguments(loose, 'sparse', 's')
    expect(typeof made['again']).toBe('boolean')
    expect(typeof made['note']).toBe('string')
    expect(made['step']).toBeLessThan(10)
    expect(made['left']).toBeGreaterThan(9)
    expect(made['left']).toBeLessThan(20)
  })

  it('are sparse', async () => {
    expect(Object.keys(await makeArguments(schema, 'sparse', 's')).sort()).toEqual(['count', 'path'])
  })

  it('are the same for the same seed', async () => {
    for (const habit of habits)
      expect(await makeArguments(schema, habit, 'a')).toEqual(await makeArguments(schema, habit, 'a'))
  })

  it('are an object, whatever the schema, and soon', async () => {
    const keyword = fc.constantFrom(
      'type',
      'properties',
      'items',
      'anyOf',
      '$ref',
      'pattern',
      'minItems',
      'minLength',
      'required',
      'allOf',
      'enum',
      '$defs',
      '__proto__',
    )
    const any = fc.letrec((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.jsonValue(),
        fc.constantFrom('object', 'array', 'string', 1e9, '^(a+)+$', 'x{1,99999}', '#', '#/properties'),
        fc.dictionary(keyword, tie('schema'), { maxKeys: 5 }),
        fc.array(tie('schema'), { maxLength: 3 }),
      ),
    })).schema
    await fc.assert(
      fc.asyncProperty(any, fc.constantFrom(...habits), async (hostile, habit) => {
        const made = await makeArguments(hostile, habit, 'x')
        expect(typeof made).toBe('object')
        expect(JSON.stringify(made).length).toBeLessThan(1 << 20)
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})

describe('a tamed schema', () => {
  it('keeps what constrains and drops what harms', () => {
    expect(
      tameSchema({
        type: 'string',
        minLength: 1e9,
        pattern: 'a{1,99999}',
        $ref: 'http://far.example/x.json',
        faker: 'internet.email',
        default: 'x',
        maxLength: 20,
      }),
    ).toEqual({ type: 'string', minLength: 256, maxLength: 20 })
  })

  it('is bounded in depth', () => {
    let deep: unknown = { type: 'string' }
    for (let i = 0; i < 5000; i++) deep = { items: deep }
    expect(JSON.stringify(tameSchema(deep)).length).toBeLessThan(500)
  })
})

describe('likely values', () => {
  it('fit the name', () => {
    expect(likelyValue('apiKey', '', 's')).toMatch(/^test-[0-9a-f]{24}$/)
    expect(likelyValue('output_path', '', 's')).toBe('/home/dana/project/out.txt')
    expect(likelyValue('when', 'date', 's')).toBe('2024-05-01')
    expect(likelyValue('path', '', 's', 'list_directory')).toBe('/home/dana/project')
    expect(likelyValue('path', '', 's', 'write_file')).toBe('/home/dana/project/out.txt')
    expect(likelyValue('whatever', '', 's')).not.toBe('')
  })
})
