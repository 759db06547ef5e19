import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { calls, factsOf, values } from '../testkit.js'

const folder = join(import.meta.dirname, '..', '..', 'syntax', 'samples')
const extensions = { perl: 'pl', lua: 'lua' } as const
const sample = (language: keyof typeof extensions): ReturnType<typeof factsOf> =>
  factsOf({ [`a.${extensions[language]}`]: readFileSync(join(folder, `${language}.sample`), 'utf8') })

describe.each(Object.keys(extensions) as (keyof typeof extensions)[])('%s', (language) => {
  it('lists what is called and brought in, with lines', async () => {
    const facts = await sample(language)
    const imports = facts
      .filter(({ kind }) => kind === 'code.import')
      .map((fact) => `${String(fact['code.line.number'])} ${String(fact['code.import.name'])}`)
    expect({ imports, calls: calls(facts) }).toMatchSnapshot()
  })

  it('says that not all was followed, and in which language the facts are', async () => {
    const facts = await sample(language)
    expect(facts.filter(({ kind }) => kind === 'read.gap')).toMatchObject([
      { 'gap.reason': 'not-followed', 'gap.material': true },
    ])
    expect(new Set(values(facts, 'code.language'))).toEqual(new Set([language]))
  })
})

it('a name of a variable is less sure than one of a module', async () => {
  const facts = await factsOf({ 'a.lua': 'local c\nc:get("a")\nclient.get("b")\n' })
  const [unsure, sure] = values(facts, 'code.confidence') as number[]
  expect(unsure).toBeLessThan(sure ?? 0)
})
