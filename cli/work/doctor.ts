import { cellNamed, doctor, otherCells } from '@clawback/sandbox'
import { safeDisplay } from '@clawback/text'
import { paint } from '../terminal/paint.js'
import { createProgress } from '../terminal/progress.js'

/** Probes the machine, lets the sandbox attack itself, prints what is missing and how to mend it. Exit 4 when unfit. */
export async function printDoctor(json: boolean, name?: string): Promise<number> {
  const progress = createProgress(json)
  const report = await doctor({
    cell: cellNamed(name),
    onCheck: ({ name }) => {
      progress.step(`trying ${name}`)
    },
  })
  progress.done()
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`)
  else {
    for (const { name, ok, detail, mend } of report.probe.requirements)
      process.stdout.write(
        `${ok ? paint('ok  ', 'green') : paint('lack', 'red')} ${safeDisplay(name)} ${paint(detail, 'dim')}${ok ? '' : `\n     ${safeDisplay(mend)}`}\n`,
      )
    if (name === undefined)
      for (const cell of otherCells) {
        const { ok, requirements } = await cell.probe()
        const lack = requirements.find((requirement) => !requirement.ok)
        process.stdout.write(
          `${paint(ok ? 'ok  ' : 'none', ok ? 'green' : 'dim')} cell ${cell.name} ${paint(safeDisplay(lack?.detail ?? 'can be opened (--cell)'), 'dim')}\n`,
        )
      }
    const escaped = report.checks.filter(({ contained }) => !contained)
    for (const check of escaped)
      process.stdout.write(`${paint('ESCAPED', 'red')} ${safeDisplay(JSON.stringify(check))}\n`)
    const confined = report.checks.filter((check) => check.confined !== undefined)
    for (const { name, confined: why = '' } of confined)
      process.stdout.write(
        `${paint('inside', 'dim')} ${safeDisplay(name)} ${paint(safeDisplay(why), 'dim')}\n`,
      )
    const allowed = confined.length === 0 ? '' : ` (${confined.length} of them allowed by its own kernel)`
    process.stdout.write(
      `${report.checks.length} escape attempts, ${report.checks.length - escaped.length} contained${allowed}, in ${report.durationMs} ms; digest ${report.digest.slice(0, 16)}\n`,
    )
    for (const spot of report.probe.blindSpots)
      process.stdout.write(`${paint('note', 'yellow')} ${safeDisplay(spot)}\n`)
  }
  return report.ok ? 0 : 4
}
