import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStarter } from './starter.js'

const folder = mkdtempSync(join(tmpdir(), 'starter-'))
const path = (name: string): string => join(folder, name)
const files = {
  stdin: path('in'),
  stdout: path('out'),
  stderr: path('err'),
  given: [path('three'), path('four')],
}
const out = (): string => readFileSync(files.stdout, 'utf8')

beforeAll(() => {
  for (const [name, text] of Object.entries({ in: 'from stdin', three: '3rd', four: '4th' }))
    writeFileSync(path(name), text)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

it('starts programs one after another, with the given files open and nothing else', async () => {
  const starter = openStarter('/bin/sh')
  const read = starter.start(['/bin/cat', '/dev/stdin', '/proc/self/fd/3', '/proc/self/fd/4'], files)
  await read.started
  expect(await read.closed).toBe(0)
  expect(out()).toBe('from stdin3rd4th')
  expect(await starter.start(['/bin/ls', '/proc/self/fd'], files).closed).toBe(0)
  // What whoever runs this test left open is closed by the worker (closeInherited); the listing has its folder open.
  const ours = new Set(readdirSync('/proc/self/fd').filter((descriptor) => Number(descriptor) > 9))
  const seen = out()
    .split('\n')
    .filter((descriptor) => descriptor !== '' && !ours.has(descriptor))
  expect(seen).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(await starter.start(['/usr/bin/env'], files).closed).toBe(0)
  expect(out()).not.toMatch(/PATH|HOME/)
})

it('hands every word over as it is', async () => {
  const words = ["it's", '$HOME `id`', 'two\nlines', '\\', '', '*', 'ünï 🙂']
  const starter = openStarter('/bin/sh')
  expect(await starter.start(['/usr/bin/printf', '%s|', ...words], files).closed).toBe(0)
  expect(out()).toBe(words.map((word) => `${word}|`).join(''))
  expect(() => starter.start(['/bin/echo', 'a\0b'], files)).toThrow(/NUL/)
})

it('tells how each ended, also those that never began', async () => {
  const starter = openStarter('/bin/sh')
  expect(await starter.start(['/bin/false'], files).closed).toBe(1)
  expect(await starter.start([path('nothing')], files).closed).toBe(127)
  expect(await starter.start(['/bin/true'], { ...files, stdin: path('nothing') }).closed).not.toBe(0)
  expect(await starter.start(['/bin/true'], files).closed).toBe(0)
})

it('ends one when asked to, by the signal that cannot be refused', async () => {
  const held = openStarter('/bin/sh').start(['/bin/sleep', '1000'], files)
  await held.started
  held.kill()
  expect(await held.closed).toBe(128 + 9)
  held.kill()
})

it('leaves signals as they are by default', async () => {
  const starter = openStarter('/bin/sh')
  const ended = starter.start(['/bin/sh', '-c', 'kill -INT $$; echo lived'], files)
  expect(await ended.closed).toBe(128 + 2)
})
