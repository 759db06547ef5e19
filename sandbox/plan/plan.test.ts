import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Artifact } from '@clawback/model'
import { layOut } from '../cells/fixtures.js'
import { asksForArguments, guessArguments } from './arguments.js'
import { isNodeEntry, isPythonEntry } from './entries.js'
import { findInstallHooks } from './install-hooks.js'
import { planRuns } from './plan.js'

function artifactOf(files: Readonly<Record<string, string>>, servers: Artifact['servers'] = []): Artifact {
  return {
    id: 'sha256:1',
    kind: 'skill',
    name: 'x',
    origin: { type: 'folder', locator: 'x' },
    files: Object.keys(files).map((path) => ({ path, size: 1, sha256: '', executable: false })),
    links: [],
    servers,
    gaps: [],
  }
}

function plan(files: Readonly<Record<string, string>>, servers: Artifact['servers'] = [], options = {}) {
  return planRuns({ artifact: artifactOf(files, servers), root: layOut(files) }, options)
}

describe('a plan', () => {
  it('runs scripts by first line and extension, and leaves libraries and tests', () => {
    const { runs, gaps } = plan({
      'SKILL.md': '# x',
      'scripts/run.sh': 'echo',
      'scripts/go': '#!/usr/bin/env python3\nprint(1)',
      'scripts/main.py': 'import x\nif __name__ == "__main__":\n  pass',
      'scripts/lib.py': '"""print(1)"""\nimport os\nX = 1\ndef f():\n  print(1)\n',
      'scripts/tool.mjs': 'console.log(process.argv)',
      'scripts/lib.js': 'module.exports = { f }\nfunction f() {}',
      'scripts/test_main.py': 'print(1)',
      'scripts/app.rb': 'puts 1',
    })
    expect(runs.map(({ entry }) => entry.command.join(' '))).toEqual([
      '/bin/bash /skill/scripts/run.sh',
      '/usr/bin/python3 /skill/scripts/go',
      '/usr/bin/python3 /skill/scripts/main.py',
      'node /skill/scripts/tool.mjs',
    ])
    expect(gaps).toMatchObject([{ reason: 'no-interpreter', path: 'scripts/app.rb', material: true }])
  })

  it('plays with the servers of an artifact instead of its files, and runs its install hooks', () => {
    const files = { 'package.json': '{"scripts":{"postinstall":"node x.js"}}', 'server.js': 'console.log(1)' }
    const launch = {
      type: 'stdio',
      command: 'node',
      args: ['/skill/server.js'],
      env: { A: '1' },
      cwd: '/skill',
    } as const
    const { runs } = plan(files, [{ name: 's', launch }])
    expect(runs.map(({ entry, env }) => [entry.actor, entry.name, env])).toEqual([
      ['mcp-client', 's', { A: '1' }],
      ['script', 'package.json#postinstall', {}],
    ])
  })

  it('says what it leaves out', () => {
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${index}.sh`, 'echo']))
    const { runs, gaps } = plan(files, [], { entries: 2, variants: ['base', 'no-hooks'] })
    expect(runs.map(({ variant }) => variant)).toEqual([
      'base',
      'base',
      'no-hooks',
      'base',
      'base',
      'no-hooks',
    ])
    expect(gaps.map(({ path }) => path)).toEqual(['2.sh', '3.sh', '4.sh'])
    const remote = plan({}, [{ name: 'r', launch: { type: 'http', url: 'https://x.example/', headers: {} } }])
    expect(remote.gaps).toMatchObject([{ reason: 'remote-server' }])
  })

  it('is a JSON value', () => {
    const value = plan({ 'a.sh': 'echo' })
    expect(JSON.parse(JSON.stringify(value))).toEqual(value)
  })
})

describe('install hooks', () => {
  it('are read from any bytes without harm', () => {
    expect(
      findInstallHooks('{"scripts":{"preinstall":"x","prepare":"y","__proto__":"y","test":"z"}}', 'npm'),
    ).toHaveLength(1)
    expect(findInstallHooks('{"scripts":{"prepare":"y"}}', 'git')).toHaveLength(1)
    fc.assert(fc.property(fc.string(), (text) => void findInstallHooks(text, 'npm')))
  })
})

describe('entry points', () => {
  it('are told from libraries', () => {
    expect(isPythonEntry('import os\nos.system("x")')).toBe(true)
    expect(isPythonEntry('class A:\n  def f(self):\n    print(1)')).toBe(false)
    expect(isNodeEntry('export const a = 1')).toBe(false)
    expect(isNodeEntry('export const a = 1\nmain()')).toBe(true)
    expect(isNodeEntry('const x = 1\nif (x) { y() }')).toBe(true)
  })
})

describe('arguments', () => {
  it.each([
    [
      'usage: x.py [-h] --input INPUT [--out OUT] mode',
      ['--input', '/home/dana/Documents/notes.txt', 'example'],
    ],
    ['usage: prog.py [-h] {add,list} name', ['add', 'example']],
    ['Usage: node scripts/fetch.js <url> [count]', ['https://example.com/']],
    ['Usage: ./run.sh <output-dir> <email>', ['/tmp/out', 'dana@whitfield.example']],
    ['usage: a.py [-h]\n            --port PORT\n\nA tool.', ['--port', '8080']],
    ['nothing here', undefined],
  ])('satisfy %s', (usage, expected) => {
    expect(guessArguments(`${usage}\nerror: x`)).toEqual(expected)
  })
  it('are asked for', () => {
    expect(asksForArguments('a.py: error: the following arguments are required: x\nusage: a.py x')).toBe(true)
    expect(asksForArguments('Traceback')).toBe(false)
  })
  it('are few, whatever is printed', () => {
    fc.assert(fc.property(fc.string(), (text) => (guessArguments(`usage: ${text}`)?.length ?? 0) <= 32))
  })
})
