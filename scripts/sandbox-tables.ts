/**
 * The pages docs/sandbox-fidelity.md and docs/sandbox-isolation.md, from real runs on this machine (three minutes):
 *
 *     npx tsx --conditions=@clawback/source scripts/sandbox-tables.ts [--check | --shape]
 *
 * `--check` writes nothing and exits 1 when a page is not what the runs say. `--shape` runs nothing: it exits 1 when the
 * isolation page does not have every attempt once and every cell, or holds an answer that is none.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { bwrapCell, doctor } from '@clawback/sandbox'
import type { DoctorReport } from '@clawback/sandbox'
import { format, resolveConfig } from 'prettier'
import { behaviours } from '../test/sandbox/fidelity/behaviours.js'
import { languages } from '../test/sandbox/fidelity/languages.js'
import type { Language } from '../test/sandbox/fidelity/languages.js'
import { measure } from '../test/sandbox/fidelity/measure.js'
import type { Row } from '../test/sandbox/fidelity/measure.js'
import { fidelityPage } from '../test/sandbox/fidelity/table.js'
import { cells, lackOf } from '../test/sandbox/isolation/cells.js'
import { isolationPage, pageProblems } from '../test/sandbox/isolation/table.js'

const check = process.argv.includes('--check')
if (process.argv.includes('--shape')) checkShape()
else {
  await settle('docs/sandbox-fidelity.md', fidelityPage(bwrapCell.name, await seen()))
  await settle('docs/sandbox-isolation.md', isolationPage(await reports()))
}

function checkShape(): void {
  const page = readFileSync('docs/sandbox-isolation.md', 'utf8')
  const problems = pageProblems(
    page,
    cells.map(({ name }) => name),
  )
  for (const problem of problems) console.error(`docs/sandbox-isolation.md: ${problem}`)
  if (problems.length > 0) process.exitCode = 1
}

/** One cell after another: both would be slower together, and look at each other's processes. */
async function reports(): Promise<DoctorReport[]> {
  const found: DoctorReport[] = []
  for (const cell of cells) {
    const lack = await lackOf(cell)
    // A page without a column would look like one where the cell does not exist.
    if (lack !== undefined) throw new Error(`the page needs the cell ${cell.name}: ${lack}`)
    found.push(await doctor({ cell }))
  }
  return found
}

async function seen(): Promise<Row[]> {
  const cell = await bwrapCell.open()
  const rows: Row[] = []
  for (const behaviour of behaviours)
    for (const language of Object.keys(languages) as Language[])
      rows.push(await measure(cell, behaviour, language))
  await cell.close()
  return rows
}

async function settle(path: string, text: string): Promise<void> {
  const page = await format(text, { ...(await resolveConfig(path)), filepath: path })
  if (!check) writeFileSync(path, page)
  else if (readFileSync(path, 'utf8') !== page) {
    console.error(`${path} is not what the runs say; run scripts/sandbox-tables.ts`)
    process.exitCode = 1
  } else console.log(`${path} is what the runs say`)
}
