import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CellResult, OpenCell, Variant } from '../../ports.js'
import { layOut, runOf } from '../fixtures.js'
import { bwrapCell } from './cell.js'

let cell: OpenCell
beforeAll(async () => {
  cell = await bwrapCell.open()
})
afterAll(async () => {
  await cell.close()
})

const play = (code: string, variant: Variant, program = '/bin/bash'): Promise<CellResult> =>
  cell.run(runOf(layOut({ go: code }), [program, '/skill/go'], { variant }))

const written = ({ trace }: CellResult): readonly (string | undefined)[] => [
  ...new Set(trace.events.filter(({ kind }) => kind === 'file.write').map((event) => event['file.path'])),
]

it('shows a sample that spares build services one, and every other variant a desktop', async () => {
  const shy = '[ -n "$CI$GITHUB_ACTIONS" ] || echo x > ~/.acted; [ -n "$DISPLAY" ] && echo y > ~/.desktop'
  expect(written(await play(shy, 'ci'))).toEqual([])
  expect(written(await play(shy, 'base'))).toEqual(['/home/dana/.acted', '/home/dana/.desktop'])
})

it.each([
  ['/bin/bash', `[ $(date +%s) -lt ${days(20)} ] || echo x > ~/.acted`],
  ['/bin/bash', `[ $EPOCHSECONDS -lt ${days(20)} ] || echo x > ~/.acted`],
  [
    '/usr/bin/python3',
    `import time,os\nif time.time() > ${days(20)}: open(os.path.expanduser("~/.acted"), "w")`,
  ],
  ['node', `if (Date.now() > ${days(20)}000) require("fs").writeFileSync("/home/dana/.acted", "")`],
])('shows %s a date thirty days later, and nothing of how', async (program, code) => {
  expect(written(await play(code, 'base', program))).toEqual([])
  const late = await play(code, 'shifted-date', program)
  expect(late.trace.outcome).toMatchObject({ status: 'completed', variant: 'shifted-date' })
  expect(written(late)).toEqual(['/home/dana/.acted'])
  expect(late.trace.outcome.degraded.join()).toContain('true date')
  expect(JSON.stringify(late.trace.events)).not.toContain('faketime')
})

it('shifts the time since start too, and waits still end', async () => {
  const code =
    'import time,threading\nthreading.Event().wait(0.05)\nprint(open("/proc/uptime").read().split(".")[0])\nprint(int(time.monotonic()))'
  const { stdout } = await play(code, 'shifted-date', '/usr/bin/python3')
  const [uptime, monotonic] = stdout.trim().split('\n').map(Number)
  expect(uptime).toBeGreaterThan(30 * 86_400)
  expect(monotonic).toBeGreaterThan(30 * 86_400)
})

it('speaks TLS at the later date', async () => {
  const { trace } = await play('curl -s https://api.tool.example/x', 'shifted-date')
  expect(trace.events.map(({ kind }) => kind)).toContain('http.request')
})

it('has no network in the variant without one, and has it again afterwards', async () => {
  const code = 'curl -sf -m 5 https://api.tool.example/x > /dev/null && echo x > ~/.acted; echo $?'
  const offline = await play(code, 'offline')
  expect(offline.stdout).toBe('6\n')
  expect(written(offline)).toEqual([])
  expect(offline.trace.events.map(({ kind }) => kind)).not.toContain('http.request')
  const direct = await play(
    'import socket\nsocket.create_connection(("9.9.9.9", 443), 5)',
    'offline',
    '/usr/bin/python3',
  )
  expect(direct.stderr).toContain('Network is unreachable')
  expect(written(await play(code, 'base'))).toEqual(['/home/dana/.acted'])
})

function days(count: number): number {
  return Math.floor(Date.now() / 1000) + count * 86_400
}
