import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bwrapCell } from '@clawback/sandbox'
import type { CellResult, CellRun, OpenCell } from '@clawback/sandbox'
import { layOut, runOf } from '../../sandbox/cells/fixtures.js'
import { createPresence } from '../../sandbox/watch/strace/presence.js'
import { createKernelWatch } from '../../sandbox/watch/strace/watch.js'
import { createRecorder } from '../../sandbox/worker/recorder.js'

let cell: OpenCell
beforeAll(async () => {
  cell = await bwrapCell.open()
})
afterAll(async () => {
  await cell.close()
})

const python = async (code: string, limits: Partial<CellRun['limits']> = {}): Promise<CellResult> =>
  await cell.run(runOf(layOut({ 'main.py': code }), ['/usr/bin/python3', '/skill/main.py'], { limits }))

/** After whatever was done to it, the cell is as good as new. */
async function isSound(): Promise<void> {
  const { trace, stdout } = await python('print("sound")')
  expect([trace.outcome.status, stdout]).toEqual(['completed', 'sound\n'])
}

it('a folder of links and archives is copied without what is no plain file, and nothing is unpacked', async () => {
  const root = layOut({ 'main.sh': 'ls -A /skill; gzip -dc bomb.gz > /tmp/swollen' })
  symlinkSync('/etc/shadow', join(root, 'link'))
  symlinkSync(root, join(root, 'loop'))
  mkdirSync(join(root, 'a\nb\u001b[31m'))
  writeFileSync(join(root, 'a\nb\u001b[31m', '__proto__'), 'x')
  writeFileSync(join(root, 'bomb.gz'), gzipSync(Buffer.alloc(40 * 2 ** 20)))
  const limits = { diskBytes: 16 * 2 ** 20 }
  const { trace, stdout } = await cell.run(runOf(root, ['/bin/sh', '/skill/main.sh'], { limits }))
  expect(stdout).toBe('a\nb\u001b[31m\nbomb.gz\nmain.sh\n')
  expect(trace.outcome.status).toBe('nonzero')
  await isSound()
})

it('a body that swells is searched up to a bound', async () => {
  const code =
    'import gzip, urllib.request as u\nu.urlopen(u.Request("http://203.0.113.5/", gzip.compress(bytes(48 << 20)), {"Content-Encoding": "gzip"})).read()'
  const { trace } = await python(code)
  expect(trace.outcome.status).toBe('completed')
  expect(trace.events.some(({ kind }) => kind === 'http.request')).toBe(true)
  await isSound()
})

it('process ids are used again in the next run, and nothing of one run reaches the next', async () => {
  const code = (name: string): string =>
    `import os, socket\nopen("/tmp/${name}", "w")\nsocket.socket(2, 2).sendto(b"${name}", ("203.0.113.9", 99))\nif os.fork() == 0: os._exit(0)\nos.wait()`
  const [one, two] = [await python(code('first')), await python(code('second'))]
  expect(JSON.stringify(two.trace)).not.toContain('first')
  const names = ({ trace }: CellResult): unknown[] =>
    [...new Set(trace.events.map((event) => event['run.exec_id'] ?? ''))].sort()
  expect(names(two)).toEqual(names(one))
  const ids = [...one.trace.events, ...two.trace.events].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

it('variables of a run reach its sample, never the tools of the harness', async () => {
  const run = runOf(layOut({ 'main.sh': 'echo "$LD_PRELOAD"; echo > /tmp/seen' }), [
    '/bin/sh',
    '/skill/main.sh',
  ])
  const env = {
    LD_PRELOAD: '/skill/none.so',
    PATH: '/skill',
    LD_LIBRARY_PATH: '/skill',
    STRACE_OPTS: '-o /dev/null',
  }
  const { trace, stdout } = await cell.run({ ...run, env })
  expect([trace.outcome.status, stdout]).toEqual(['completed', '/skill/none.so\n'])
  expect(trace.events.some((event) => event['file.path'] === '/tmp/seen')).toBe(true)
})

it.each(['constructor', '__proto__', 'a'.repeat(300), '\u0000', '../../etc/none', '-rf'])(
  'an entry named %j ends in a named status',
  async (name) => {
    const run = runOf(layOut({ 'main.sh': ':' }), ['/bin/sh', '/skill/main.sh'])
    const { trace } = await cell.run({
      ...run,
      entry: { ...run.entry, name, command: ['/bin/sh', `/skill/${name}`] },
    })
    expect(trace.outcome.status).toMatch(/^(?:nonzero|missing-dependency|trace-incomplete|sandbox-error)$/)
    expect(trace.outcome.covered && trace.outcome.status === 'completed').toBe(false)
    await isSound()
  },
)

describe('the clock jumps', () => {
  it.each([3_600_000, -3_600_000])(
    'by %d ms in the middle of a run, and nothing is lost or out of order',
    (jump) => {
      const start = 1_700_000_000_000
      let now = start
      let floods = 0
      const recorder = createRecorder({
        run: 'r',
        artifact: 'a',
        versions: {},
        canaries: [],
        start,
        events: 100,
        now: () => now,
        onRecord: () => undefined,
        onFlood: () => (floods += 1),
      })
      const kernel = createKernelWatch({
        emit: recorder.emit,
        present: createPresence(() => false),
        hookFolder: '/dev/.hook',
        cwd: '/skill',
      })
      const line = (tid: number, at: number, text: string): void => {
        kernel.line(`${tid} ${(at / 1000).toFixed(6)} ${text}`)
        now = start + 100
        recorder.pump()
      }
      const name = (text: string): string =>
        `"${[...Buffer.from(text)].map((b) => `\\x${b.toString(16)}`).join('')}"`
      line(1, start, `execve(${name('/usr/bin/bwrap')}, [${name('bwrap')}], 0x1) = 0`)
      line(1, start, "clone(child_stack=NULL, flags=SIGCHLD) = 2 /* 2 in strace's PID NS */")
      line(2, start, `execve(${name('/bin/sh')}, [${name('sh')}], 0x1) = 0`)
      line(2, start + 1, `mkdir(${name('/tmp/before')}, 0777) = 0`)
      line(2, start + jump, `mkdir(${name('/tmp/after')}, 0777) = 0`)
      line(2, start + jump + 1, '+++ exited with 0 +++')
      const summary = kernel.end()
      recorder.flush()
      expect(summary).toMatchObject({ started: true, exitCode: 0, unread: 0, orphans: 0 })
      expect(recorder.events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
      expect(recorder.events.map((event) => event['file.path']).filter(Boolean)).toHaveLength(2)
      for (const event of recorder.events) expect(event['run.monotonic_ms']).toBeGreaterThanOrEqual(0)
      expect([recorder.dropped(), floods]).toEqual([0, 0])
    },
  )
})
