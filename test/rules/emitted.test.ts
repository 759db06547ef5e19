import { build } from 'esbuild'
import { compileRules, emitModule } from 'sigma-to-ts'
import type { CompileOptions } from 'sigma-to-ts'
import { describe, expect, it } from 'vitest'

const compile = (detection: string, options: CompileOptions = {}, title = 'T') => {
  const text = `title: ${title}\nlogsource: {category: file}\ndetection: ${detection}\n`
  const { plan, errors } = compileRules([{ path: 'r.yml', text }], options)
  expect(errors).toEqual([])
  return plan
}

interface Rule {
  readonly matches: (event: object, lists?: object) => boolean
}

/** The rules of an emitted module, as it runs. */
async function run(plan: ReturnType<typeof compile>): Promise<readonly Rule[]> {
  const { outputFiles } = await build({
    stdin: { contents: emitModule(plan).text, loader: 'ts', resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['@clawback/source'],
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  return ((await import(`data:text/javascript;base64,${code}`)) as { rules: readonly Rule[] }).rules
}

describe('emitted modules', () => {
  it('hold where a list is empty', async () => {
    const [rule] = await run(compile("{s: {f|expand: '%l%'}, condition: s}", { lists: { l: [] } }))
    expect(rule?.matches({ f: 'a' })).toBe(false)
  })

  it.each(['tests1', 'tests', 'undefined', 'event', 'lists', 'anyOf'])(
    'hold where a name is %s',
    async (name) => {
      const [rule] = await run(compile(`{${name}: {f: a}, condition: ${name}}`, {}, name))
      expect(rule?.matches({ f: 'a' })).toBe(true)
      expect(rule?.matches({ f: 'b' })).toBe(false)
    },
  )

  it('keep the case of a list when the rule does', async () => {
    const [rule] = await run(compile("{s: {f|expand|cased: '%l%'}, condition: s}"))
    expect(rule?.matches({ f: 'Abc' }, { l: ['A*'] })).toBe(true)
    expect(rule?.matches({ f: 'abc' }, { l: ['A*'] })).toBe(false)
    const [folded] = await run(compile("{s: {f|expand: '%l%'}, condition: s}"))
    expect(folded?.matches({ f: 'abc' }, { l: ['A*'] })).toBe(true)
  })

  it('search a lone surrogate as the evaluator does', async () => {
    const [rule] = await run(compile("{s: {f|re: '^.$'}, condition: s}"))
    expect(rule?.matches({ f: '\ud800' })).toBe(true)
  })
})
