import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileRules, emitModule, explainPlan } from 'sigma-to-ts'
import { describe, expect, it } from 'vitest'

/**
 * Golden by presence: what comes of `NAME.yml` lies beside it, as a module, in words and as a plan. `UPDATE_GOLDEN=1`
 * writes them anew: read the difference before it is committed.
 */
const folder = join(import.meta.dirname, 'golden')
const names = readdirSync(folder).filter((name) => name.endsWith('.yml'))

describe.each(names)('%s', (name) => {
  const { plan, errors } = compileRules([{ path: name, text: readFileSync(join(folder, name), 'utf8') }])
  const written = {
    'module.txt': emitModule(plan).text,
    'words.txt': explainPlan(plan),
    'plan.json': `${JSON.stringify(plan, null, 2)}\n`,
  }
  it.each(Object.entries(written))('as %s', (ending, text) => {
    expect(errors).toEqual([])
    const path = join(folder, name.replace(/yml$/, ending))
    if (process.env['UPDATE_GOLDEN'] !== undefined || !existsSync(path)) writeFileSync(path, text)
    expect(text).toBe(readFileSync(path, 'utf8'))
  })
})
