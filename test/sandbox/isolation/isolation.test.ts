import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { doctor } from '@clawback/sandbox'
import type { DoctorReport } from '@clawback/sandbox'
import { listed, own } from './attempts.js'
import { cells, lackOf } from './cells.js'
import { judge } from './judge.js'
import { pageProblems } from './table.js'

it('every listed attempt and at least twenty of our own are in the table, once', () => {
  expect(listed).toHaveLength(84)
  expect(own.length).toBeGreaterThanOrEqual(20)
  const names = [...listed, ...own].map(({ what }) => what)
  expect(new Set(names).size).toBe(names.length)
})

it.each([...listed, ...own].flatMap(({ what, held }) => ('test' in held ? [{ what, ...held }] : [])))(
  '$what has a test of its own',
  ({ file, test }) => {
    expect(readFileSync(file, 'utf8')).toContain(test)
  },
)

it('the page of another state of the attempts is told from this one', () => {
  const page = readFileSync('docs/sandbox-isolation.md', 'utf8')
  const names = cells.map(({ name }) => name)
  expect(pageProblems(page, names)).toEqual([])
  expect(pageProblems(page, [...names, 'another'])).not.toEqual([])
  expect(pageProblems(page.replace('raw packets', 'x'), names)).toHaveLength(2)
  expect(pageProblems(page.replace('| confined', '| NOT CONTAINED'), names)).toHaveLength(1)
})

const asked = await Promise.all(cells.map(async (cell) => ({ cell, lack: await lackOf(cell) })))

for (const { cell, lack } of asked) if (lack !== undefined) it.skip(`the cell ${cell.name} holds (${lack})`)

describe.each(asked.filter(({ lack }) => lack === undefined))('the cell $cell.name', ({ cell }) => {
  let report: DoctorReport
  beforeAll(async () => {
    report = await doctor({ cell })
  }, 240_000)

  it.each([...listed, ...own])('holds: $what', (attempt) => {
    expect(judge(attempt, report.checks)).not.toMatch(/NOT CONTAINED|not tried/)
  })

  it('is sound as a whole', () => {
    expect(report.checks.filter(({ contained }) => !contained)).toEqual([])
    // What a kernel of one's own may allow, the shared one may not.
    const allowed = report.checks.filter(({ confined }) => confined !== undefined)
    if (cell.name === 'bwrap-strace') expect(allowed).toEqual([])
  })
})
