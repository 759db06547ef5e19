import { expect, it } from 'vitest'
import { findEngine, probeDocker } from './cell.js'
import { containerArguments } from './command.js'

const options = {
  image: 'clawback:1',
  uid: 59842,
  memoryBytes: 1024,
  cpus: 2,
  processes: 256,
  sample: '/srv/s',
}

it('asks for a container without network, rights or anything to write to but memory', () => {
  const text = containerArguments(options).join(' ')
  for (const part of [
    '--network none',
    '--cap-drop ALL',
    '--read-only',
    '--user 59842:59842',
    '--security-opt no-new-privileges',
    '--pids-limit 256',
    '--memory 1024',
    'src=/srv/s,dst=/sample,readonly',
    '--pull never',
  ])
    expect(text).toContain(part)
  expect(text).not.toMatch(/--privileged|docker\.sock|--volume|--cap-add/)
  expect(containerArguments({ ...options, runtime: 'runsc' }).join(' ')).toContain(
    '--runtime runsc clawback:1',
  )
})

it('takes no path that the engine would take apart', () => {
  for (const sample of ['relative', '/a,src=/', '/a"b', '/a\nb'])
    expect(() => containerArguments({ ...options, sample })).toThrow(RangeError)
})

it('says what is missing, engine or not', () => {
  for (const engine of [undefined, '/usr/bin/docker'])
    expect(probeDocker(engine)).toMatchObject({ ok: false })
  expect(findEngine(['/nowhere/docker'])).toBeUndefined()
})
