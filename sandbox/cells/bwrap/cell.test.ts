import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

const scripts: Readonly<Record<string, string>> = {
  sh: 'echo hello; echo "alias ls=x" >> ~/.bashrc; cat ~/.gitconfig > /dev/null; rm ~/.profile; mv ~/.bash_history ~/h; chmod 700 ~/h; ln -s /etc/passwd /tmp/l',
  py: [
    'import os, subprocess',
    'print("hello", os.environ.get("USER"))',
    'open(os.path.expanduser("~/.bashrc"), "a").write("alias ls=x\\n")',
    'open(os.path.expanduser("~/.gitconfig")).read()',
    'os.remove(os.path.expanduser("~/.profile"))',
    'os.rename(os.path.expanduser("~/.bash_history"), "/home/dana/h")',
    'os.chmod("/home/dana/h", 0o700)',
    'os.symlink("/etc/passwd", "/tmp/l")',
  ].join('\n'),
  js: [
    'const fs = require("node:fs"), home = process.env.HOME',
    'console.log("hello", process.env.USER)',
    'fs.appendFileSync(home + "/.bashrc", "alias ls=x\\n")',
    'fs.readFileSync(home + "/.gitconfig")',
    'fs.unlinkSync(home + "/.profile")',
    'fs.renameSync(home + "/.bash_history", home + "/h")',
    'fs.chmodSync(home + "/h", 0o700)',
    'fs.symlinkSync("/etc/passwd", "/tmp/l")',
  ].join('\n'),
}
const interpreters: Readonly<Record<string, string>> = {
  sh: '/bin/sh',
  py: '/usr/bin/python3',
  js: 'node',
}

async function script(code: string, language = 'sh', options = {}): Promise<CellResult> {
  const root = layOut({ [`main.${language}`]: code })
  return await cell.run(runOf(root, [interpreters[language] ?? '', `/skill/main.${language}`], options))
}

function find(result: CellResult, kind: string, path?: string): TraceEvent | undefined {
  return result.trace.events.find(
    (event) => event.kind === kind && (path === undefined || event['file.path'] === path),
  )
}

describe.each(Object.keys(scripts))('a script in %s', (language) => {
  it('is seen in what it does to files, in order, each with its process', async () => {
    const result = await script(scripts[language] ?? '', language)
    expect(result.trace.outcome, JSON.stringify(result.trace.outcome)).toMatchObject({
      status: 'completed',
      exitCode: 0,
      covered: true,
      gaps: [],
    })
    expect(result.stdout).toMatch(/^hello/)
    const home = '/home/dana'
    expect(find(result, 'file.write', `${home}/.bashrc`)).toMatchObject({ 'file.operation': 'append' })
    expect(find(result, 'file.read', `${home}/.gitconfig`)).toMatchObject({ 'effect.outcome': 'success' })
    expect(find(result, 'file.delete', `${home}/.profile`)).toBeDefined()
    expect(find(result, 'file.rename', `${home}/.bash_history`)).toMatchObject({
      'file.target_path': `${home}/h`,
    })
    expect(find(result, 'file.mode', `${home}/h`)).toMatchObject({ 'file.mode': '0700' })
    expect(find(result, 'file.link', '/tmp/l')).toMatchObject({
      'file.symbolic_link.target_path': '/etc/passwd',
    })
    const diff = result.trace.events.find((event) => event['file.diff']?.includes('alias') === true)
    expect(diff).toMatchObject({ 'file.path': `${home}/.bashrc`, 'source.engine': 'snapshot' })
    expect(diff?.['run.exec_id']).toBeDefined()
    expect(result.trace.events.map(({ seq }) => seq)).toEqual(result.trace.events.map((_, index) => index))
  })

  it('behaves alike when it is run again', async () => {
    const [one, two] = [
      await script(scripts[language] ?? '', language),
      await script(scripts[language] ?? '', language),
    ]
    expect(two.trace.outcome.digest).toBe(one.trace.outcome.digest)
  })
})

describe('environment reads', () => {
  it.each([
    ['py', 'import os; os.environ["SSH_AUTH_SOCK"] if "SSH_AUTH_SOCK" in os.environ else 0'],
    ['js', 'process.env.SSH_AUTH_SOCK'],
  ])('are told by the hook in %s, and not without hooks', async (language, code) => {
    const names = (result: CellResult): unknown[] =>
      result.trace.events.filter(({ kind }) => kind === 'env.read').map((event) => event['env.name'])
    expect(names(await script(code, language))).toEqual(['SSH_AUTH_SOCK'])
    expect(names(await script(code, language, { variant: 'no-hooks' }))).toEqual([])
  })

  it.each([
    ['py', 'import urllib.request as u\nu.getproxies()', []],
    ['py', 'import os\nfor name in os.environ.items(): pass', ['*', 'GITHUB_TOKEN']],
    ['js', 'require("node:child_process").spawnSync("/bin/true")', []],
    ['js', 'console.log({ ...process.env })', ['*', 'GITHUB_TOKEN']],
  ])(
    'are those of the sample, not what its standard library does for itself (%s: %s)',
    async (language, code, names) => {
      const { trace } = await script(code, language)
      const read = trace.events.filter(({ kind }) => kind === 'env.read').map((event) => event['env.name'])
      expect(read.filter((name) => name === '*' || name === 'GITHUB_TOKEN')).toEqual(names)
    },
  )
})

describe('a run that does not end well', () => {
  it.each([
    ['nonzero', 'exit 3', {}, { exitCode: 3 }],
    ['signal', 'kill -SEGV $$', {}, { signal: 'SIGSEGV' }],
    ['timeout', 'trap "" TERM INT HUP; while :; do sleep 1; done', { wallMs: 600 }, {}],
    ['output-flood', 'yes', { outputBytes: 200_000 }, {}],
    ['event-flood', 'while :; do : > /tmp/x; done', { traceLines: 3000 }, {}],
  ])('is %s', async (status, code, limits, outcome) => {
    const { trace } = await script(code, 'sh', { limits })
    expect(trace.outcome).toMatchObject({ status, ...outcome })
  })
  it('is memory when it takes too much of it', async () => {
    const { trace } = await script('x = b"a" * 400_000_000\nwhile True: pass', 'py', {
      limits: { memoryBytes: 200_000_000 },
    })
    expect(trace.outcome.status).toBe('memory')
    expect(find({ trace, stdout: '', stderr: '' }, 'resource.limit')).toMatchObject({
      'limit.name': 'memory',
    })
  })
  it.each([
    ['py', 'import surely_not_here'],
    ['js', 'require("surely-not-here")'],
    ['sh', 'exec surely_not_here'],
  ])('is missing-dependency and not covered in %s', async (language, code) => {
    const { trace } = await script(code, language)
    expect(trace.outcome).toMatchObject({ status: 'missing-dependency', covered: false })
  })
  it('is missing-dependency when its interpreter is not there', async () => {
    const { trace } = await cell.run(runOf(layOut({}), ['/usr/bin/surely-not-here']))
    expect(trace.outcome).toMatchObject({ status: 'missing-dependency', covered: false })
  })
})

it('does not wait for a sample that sleeps, in the variant that skips it', async () => {
  const { trace } = await script('import time\ntime.sleep(60)\nopen("/tmp/woke", "w")', 'py', {
    variant: 'sleep-skip',
    limits: { wallMs: 10_000 },
  })
  expect(trace.outcome.status).toBe('completed')
  expect(find({ trace, stdout: '', stderr: '' }, 'file.write', '/tmp/woke')).toBeDefined()
})

it('lets background processes go on for a while, and ends them', async () => {
  const { trace } = await script('(sleep 0.1; echo x > /tmp/late; sleep 100) &')
  expect(trace.outcome.status).toBe('completed')
  expect(find({ trace, stdout: '', stderr: '' }, 'file.write', '/tmp/late')).toBeDefined()
})

it('gives standard input and sees what leaves no trace on disk', async () => {
  const { trace, stdout } = await script(
    'cat; printf "#!/bin/sh\\necho dropped\\n" > /tmp/d; chmod +x /tmp/d; /tmp/d',
    'sh',
    {
      stdin: 'from the runner\n',
    },
  )
  expect(stdout).toBe('from the runner\ndropped\n')
  expect(trace.events.find((event) => event['process.executable.path'] === '/tmp/d')).toBeDefined()
})

it('lets a sample change itself, tells the change, and starts the next run from the original', async () => {
  const root = layOut({
    'main.sh': 'cat /skill/SKILL.md; echo worse > /skill/SKILL.md; rm /skill/extra; echo > /skill/new',
    'SKILL.md': 'good\n',
    extra: 'x',
  })
  for (let i = 0; i < 2; i++) {
    const result = await cell.run(runOf(root, ['/bin/sh', '/skill/main.sh']))
    expect([result.trace.outcome.status, result.stdout]).toEqual(['completed', 'good\n'])
    const found = result.trace.events.filter((event) => event['source.engine'] === 'snapshot')
    expect(found.map((event) => [event.kind, event['file.path'], event['file.existed']])).toEqual([
      ['file.write', '/skill/SKILL.md', true],
      ['file.write', '/skill/new', false],
      ['file.delete', '/skill/extra', true],
    ])
    expect(found[0]?.['file.diff']).toContain('-good\n+worse')
  }
  expect(readFileSync(join(root, 'SKILL.md'), 'utf8')).toBe('good\n')
})

it('leaves nothing on the host', async () => {
  await script('touch /tmp/surely-only-in-the-cell')
  expect(existsSync('/tmp/surely-only-in-the-cell')).toBe(false)
})
