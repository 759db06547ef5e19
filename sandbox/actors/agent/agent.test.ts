import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Observation, PlayContext } from '../../ports.js'
import { openShell, quote } from './shell.js'
import { scriptedAgent } from './agent.js'

describe('a shell that takes commands', () => {
  it('gives output and exit code of each, and ends one that hangs', async () => {
    const child = spawn('/bin/sh', { stdio: 'pipe' })
    const shell = openShell(child)
    expect(await shell.run("echo 'a b'; exit 3", '/', 5)).toEqual({
      output: 'a b\n',
      size: expect.any(Number) as number,
      code: 3,
    })
    expect((await shell.run('cat', '/', 5)).code).toBe(0)
    expect((await shell.run('tail -f /dev/null', '/', 1)).code).toBe(124)
    expect((await shell.run('printf "%s" "$PWD"', '/tmp', 5)).output).toBe('/tmp')
    child.stdin.end()
  })

  it('says when it is gone', async () => {
    const child = spawn('/bin/sh', { stdio: 'pipe' })
    const shell = openShell(child)
    expect((await shell.run('kill -9 $PPID; kill -9 $(ps -o ppid= -p $PPID)', '/', 5)).output).toBeDefined()
    child.stdin.end()
    child.kill('SIGKILL')
    expect((await shell.run('echo x', '/', 5)).code).toBeUndefined()
  })

  it('quotes any text as one word', () => {
    expect(quote("it's\0")).toBe(`'it'\\''s'`)
  })
})

describe('the scripted agent', () => {
  const play = async (
    options: PlayContext['options'],
    status?: 'missing-dependency',
  ): Promise<readonly Observation[]> => {
    // There is no /skill here: the shell stays where it is.
    const env = { ...process.env, 'BASH_FUNC_cd%%': '() { :; }' }
    const child = spawn('/bin/bash', { stdio: 'pipe', env })
    const seen: Observation[] = []
    const context: PlayContext = {
      run: 'test',
      emit: (observation) => seen.push(observation),
      keep: () => '',
      now: Date.now,
      canaries: [],
      options,
      signal: new AbortController().signal,
      ended: Promise.resolve(),
      phase: () => undefined,
    }
    const played = await scriptedAgent.play(child, context)
    expect([played.status, played.covered]).toEqual([status, true])
    return seen
  }
  const step = { action: 'run', object: 'true', line: 7, text: 'Run it.', heading: 'Use' }

  it('a step that comes to nothing is no failure', async () => {
    expect(await play({ steps: [{ ...step, action: 'run-page', object: '' }] })).toEqual([])
  })

  it('notes what it read, what it did and what came of it', async () => {
    const seen = await play({ steps: [step, { action: 'fly' }] })
    expect(seen).toHaveLength(2)
    expect(seen[0]?.fields).toMatchObject({
      'code.line.number': 7,
      'process.command_line': 'true',
      'text.directive.verb': 'run',
    })
    expect(seen[1]?.because).toBe(seen[0]?.ref)
  })

  it('breaks off where a package is missing, unless stand-ins are there', async () => {
    const dies = { ...step, object: `echo "ModuleNotFoundError: No module named 'x'"; exit 1` }
    const steps = [step, dies, step]
    expect(await play({ steps, untilBroken: true }, 'missing-dependency')).toHaveLength(4)
    expect(await play({ steps, untilBroken: false })).toHaveLength(6)
  })

  it('calls a script no more that failed alike three times, and says how many calls that were', async () => {
    const fails = { ...step, object: 'echo no such file; exit 2', script: 'a.py' }
    const seen = await play({ steps: [fails, fails, fails, fails, fails, { ...step, script: 'b.py' }] })
    expect(seen).toHaveLength(9)
    expect(seen.at(-1)).toMatchObject({
      kind: 'run.gap',
      fields: { 'gap.reason': 'calls-alike', 'gap.material': false, 'gap.count': 2 },
    })
    const recovers = { ...step, script: 'a.py' }
    expect(await play({ steps: [fails, fails, recovers, fails, fails] })).toHaveLength(10)
  })
})
