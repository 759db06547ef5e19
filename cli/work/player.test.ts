import { expect, it } from 'vitest'
import type { ExaminationArguments } from './arguments.js'
import { examinePaths } from './examine-paths.js'
import { openPlayer } from './player.js'

const given = (more: Partial<ExaminationArguments>): ExaminationArguments => ({
  paths: ['.'], json: false, quiet: true, failOn: 'never', pack: [], key: [], builtin: true, jobs: 1, report: undefined,
  store: undefined, timeout: 1, ...more,
}) // prettier-ignore

it('has no model unless one is asked for, and says what is missing before a cell is opened', async () => {
  const key = process.env['ANTHROPIC_API_KEY']
  delete process.env['ANTHROPIC_API_KEY']
  try {
    expect(await openPlayer(given({}))).toEqual({})
    const missing = given({ actor: 'llm', model: 'm' })
    await expect(openPlayer(missing)).rejects.toMatchObject({ code: 'MODEL_MISSING', exitCode: 2 })
    await expect(examinePaths(missing, true)).rejects.toMatchObject({ code: 'MODEL_MISSING' })
    await expect(openPlayer(given({ actor: 'llm' }))).rejects.toMatchObject({ code: 'USAGE' })
    await expect(openPlayer({ ...missing, modelPrice: '3' })).rejects.toMatchObject({ code: 'USAGE' })
    await expect(openPlayer({ ...missing, variants: ['ci'] })).rejects.toMatchObject({ code: 'USAGE' })
    await expect(openPlayer({ ...missing, replay: '/nonexistent' })).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
    })
  } finally {
    if (key !== undefined) process.env['ANTHROPIC_API_KEY'] = key
  }
})
