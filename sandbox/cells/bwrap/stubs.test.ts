import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TraceEvent } from '@clawback/model'
import type { CellResult, OpenCell } from '../../ports.js'
import { layOut, runOf } from '../fixtures.js'
import { bwrapCell } from './cell.js'

let cell: OpenCell
beforeAll(async () => {
  cell = await bwrapCell.open()
})
afterAll(async () => {
  await cell.close()
})

const samples: Readonly<Record<string, { readonly command: readonly string[]; readonly code: string }>> = {
  'a.py': {
    command: ['/usr/bin/python3', '/skill/a.py'],
    code: [
      'import nosuchframe as ns',
      'from nosuchframe.io import read_table, Base',
      'class Mine(Base): pass',
      '@ns.command()',
      'def main():',
      '    with read_table("x") as t:',
      '        for row in t: total = row + 1',
      '    try: raise ValueError()',
      '    except (ns.TableError, ValueError): pass',
      '    print("reached", Mine().anything)',
      '    open("/tmp/out", "w").write(str(total))',
      'main()',
    ].join('\n'),
  },
  'a.cjs': {
    command: ['node', '/skill/a.cjs'],
    code: [
      'const ns = require("nosuchframe")',
      'const app = ns.default.create({ a: 1 })',
      'for (const row of app.rows) console.log(row)',
      'require("node:fs").writeFileSync("/tmp/out", `${app.name}`)',
      'console.log("reached")',
    ].join('\n'),
  },
}

function gaps(events: readonly TraceEvent[]): readonly TraceEvent[] {
  return events.filter((event) => event['gap.reason'] === 'stand-in')
}

describe.each(Object.entries(samples))('a package that is not in the cell: %s', (path, { command, code }) => {
  const play = (variant: 'base' | 'stubs'): Promise<CellResult> =>
    cell.run(runOf(layOut({ [path]: code }), command, { variant }))

  it('ends the plain run with the reason', async () => {
    const { outcome } = (await play('base')).trace
    expect([outcome.status, outcome.covered]).toEqual(['missing-dependency', false])
  })

  it('is stood in for, by name, so that what comes after the imports is seen', async () => {
    const { trace, stdout } = await play('stubs')
    expect(stdout).toContain('reached')
    expect([trace.outcome.status, trace.outcome.covered]).toEqual(['completed', true])
    expect(
      trace.events.some((event) => event.kind === 'file.write' && event['file.path'] === '/tmp/out'),
    ).toBe(true)
    expect(gaps(trace.events).map((event) => event['gap.detail'])).toContain('nosuchframe')
    expect(gaps(trace.events).every((event) => event['source.trust'] === 1)).toBe(true)
  })
})

it('what the interpreter itself asks for is not stood in for', async () => {
  const code = 'import subprocess, multiprocessing\nprint(subprocess.run(["/bin/true"]).returncode)'
  const { trace } = await cell.run(
    runOf(layOut({ 'a.py': code }), ['/usr/bin/python3', '/skill/a.py'], { variant: 'stubs' }),
  )
  expect(trace.outcome.status).toBe('completed')
  expect(gaps(trace.events)).toEqual([])
})
