import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bwrapCell } from '@clawback/sandbox'
import type { OpenCell } from '@clawback/sandbox'
import { behaviours } from './behaviours.js'
import { languages } from './languages.js'
import type { Language } from './languages.js'
import { measure } from './measure.js'

let cell: OpenCell
beforeAll(async () => {
  cell = await bwrapCell.open()
})
afterAll(async () => {
  await cell.close()
})

const order = Object.keys(languages) as Language[]

it('the table is whole: at least twenty behaviours, each in every language', () => {
  expect(behaviours.length).toBeGreaterThanOrEqual(20)
  for (const { name } of behaviours)
    for (const language of order)
      expect(existsSync(new URL(`programs/${name}/run.${language}`, import.meta.url)), name).toBe(true)
})

describe.each(order)('in %s', (language) => {
  it.each(behaviours.filter(({ seen }) => seen.length > 0))(
    'a sample that $title is seen',
    async (behaviour) => {
      const { missing } = await measure(cell, behaviour, language)
      expect(missing).toEqual([])
    },
  )

  it('a sample that does nothing leads to no record that has no reason', async () => {
    const { unexplained, status } = await measure(cell, behaviours[0]!, language)
    expect(unexplained).toEqual([])
    expect(status).toBe('completed')
  })
})
