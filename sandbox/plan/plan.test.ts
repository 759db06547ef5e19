import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Artifact } from '@clawback/model'
import { layOut } from '../cells/fixtures.js'
import { asksForArguments, documentedArguments, guessArguments } from './arguments.js'
import { isNodeEntry, isPythonEntry } from './entries.js'
import { guessInput } from './input.js'
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
      'scripts/app.php': 'puts 1',
    })
    expect(runs.map(({ entry }) => entry.command.join(' '))).toEqual([
      '/bin/bash /skill/scripts/run.sh',
      '/usr/bin/python3 /skill/scripts/go',
      '/usr/bin/python3 /skill/scripts/main.py',
      'node /skill/scripts/tool.mjs',
    ])
    expect(gaps).toMatchObject([{ reason: 'no-interpreter', path: 'scripts/app.php', material: true }])
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
      ['script', 'package.json#postinstall', expect.objectContaining({ npm_command: 'install' })],
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
    const found = (text: string, origin: 'npm' | 'git') =>
      findInstallHooks(artifactOf({ 'package.json': '' }).files, () => text, origin)
    expect(
      found('{"scripts":{"preinstall":"x","prepare":"y","__proto__":"y","test":"z"}}', 'npm'),
    ).toHaveLength(1)
    expect(found('{"scripts":{"prepare":"y"}}', 'git')).toHaveLength(1)
    fc.assert(fc.property(fc.string(), (text) => void found(text, 'npm')))
  })

  it('are those of npm and pip, each in its own folder, and not those of what was installed before', () => {
    const { runs } = plan({
      'tool/package.json': '{"scripts":{"postinstall":"node x.js"}}',
      'node_modules/a/package.json': '{"scripts":{"postinstall":"node y.js"}}',
      'setup.py': 'from setuptools import setup\nsetup()',
      'plain/pyproject.toml': '[build-system]\nbuild-backend = "setuptools.build_meta"',
      'own/pyproject.toml': '[build-system]\nbuild-backend = "b"\nbackend-path = ["."]',
    })
    expect(runs.map(({ entry, cwd }) => [entry.name, cwd])).toEqual([
      ['tool/package.json#postinstall', '/skill/tool'],
      ['setup.py#install', '/skill'],
      ['own/pyproject.toml#install', '/skill/own'],
    ])
    expect(runs[0]?.env).toMatchObject({ npm_lifecycle_event: 'postinstall', INIT_CWD: '/skill/tool' })
  })
})

describe('scripts', () => {
  it('of a language whose interpreter is not here are gaps', () => {
    const files = { 'a.rb': 'puts 1', 'b.ps1': 'Write-Host 1', c: '#!/usr/bin/env deno\n1' }
    const here = plan(files, [], { isPresent: () => true })
    expect(here.runs.map(({ entry }) => entry.command.join(' '))).toEqual([
      '/usr/bin/ruby /skill/a.rb',
      '/usr/bin/pwsh -File /skill/b.ps1',
    ])
    const gone = plan(files, [], { isPresent: () => false })
    expect(gone.gaps).toMatchObject(
      ['a.rb', 'b.ps1', 'c'].map((path) => ({ reason: 'no-interpreter', path, material: true })),
    )
  })

  it('that are servers of MCP are played with', () => {
    const { runs } = plan({
      'server.py': 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()',
      'client.py': 'from mcp import ClientSession\nmain()',
      'declares.py': 'from mcp import FastMCP\napp = FastMCP("x")\n@app.tool()\ndef one(): return 1',
    })
    expect(runs.map(({ entry, actor }) => [entry.name, actor.name])).toEqual([
      ['server.py', 'mcp-client'],
      ['client.py', 'script'],
      ['declares.py', 'mcp-client'],
    ])
  })

  it('that import from beside themselves run as modules', () => {
    const code = 'from .other import x\nx()'
    const { runs } = plan({ 'pack/run.py': code, 'my-pack/run.py': code })
    expect(runs.map(({ entry }) => entry.command.join(' '))).toEqual([
      '/usr/bin/python3 -m skill.pack.run',
      '/usr/bin/python3 /skill/my-pack/run.py',
    ])
    expect(runs.map(({ env }) => env)).toEqual([{ PYTHONPATH: '/' }, {}])
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

describe('arguments in documents', () => {
  it.each([
    [
      '```bash\npython3 scripts/x.py --city "New York" --days 3 | jq .\n```',
      ['--city', 'New York', '--days', '3'],
    ],
    ['`node scripts/x.py <url> $COUNT`', ['https://example.com/', '3']],
    ['Use x.py to fetch the news. It prints them.', undefined],
    ['python3 scripts/max.py --all', undefined],
    ['Run `x.py`.', undefined],
  ])('%s', (text, expected) => {
    expect(documentedArguments(text, 'scripts/x.py')).toEqual(expected)
  })
  it('are read from any text without harm', () => {
    fc.assert(
      fc.property(fc.string(), (text) => (documentedArguments(`x.py ${text}`, 'x.py')?.length ?? 0) <= 24),
    )
  })
})

describe('input', () => {
  it('is given where it was missed', () => {
    expect(guessInput('EOFError: EOF when reading a line')).toMatch(/^y\n/)
    expect(guessInput('json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)')).toContain(
      'tool_input',
    )
    expect(guessInput('done')).toBeUndefined()
  })
})
