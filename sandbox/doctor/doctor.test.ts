import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chooseIdentity } from '../cells/bwrap/identity.js'
import { straceRequirement } from '../cells/bwrap/probe.js'
import { namespaceMend, rehearse } from '../cells/bwrap/rehearse.js'
import { findTools } from '../cells/bwrap/tools.js'
import type { Tools } from '../cells/bwrap/tools.js'
import type { Cell } from '../ports.js'
import { doctor } from './doctor.js'

/** A cell in which every attempt succeeds and nothing is seen. */
const openDoor: Cell = {
  name: 'open-door',
  probe: () =>
    Promise.resolve({ cell: 'open-door', ok: true, requirements: [], versions: {}, blindSpots: [] }),
  open: () =>
    Promise.resolve({
      close: () => Promise.resolve(),
      run(run) {
        const names = [
          ...readFileSync(`${run.root}/main.${run.entry.name.slice(-2)}`, 'utf8').matchAll(
            /^ {4}\("(.+?)", lambda/gm,
          ),
        ]
        const outcome = {
          run: run.run,
          artifact: run.artifact,
          entry: run.entry,
          variant: run.variant,
          status: 'trace-incomplete',
          covered: false,
          durationMs: 0,
          events: 0,
          cell: 'x',
          degraded: [],
          gaps: [],
          digest: '',
        } as const
        const stdout = names.map(([, name]) => JSON.stringify({ name, answer: 'OK open' })).join('\n')
        return Promise.resolve({ trace: { outcome, events: [], bodies: {} }, stdout, stderr: '' })
      },
    }),
}

describe('the doctor', () => {
  it('finds that every escape attempt is contained', { timeout: 120_000 }, async () => {
    const report = await doctor()
    expect(report.probe).toMatchObject({ ok: true })
    expect(report.checks.filter(({ contained }) => !contained)).toEqual([])
    expect(
      new Set(report.checks.map(({ name }) => name.replace(/ \((?:base|deep)\)$/, ''))).size,
    ).toBeGreaterThan(80)
    expect(report.ok).toBe(true)
    expect(report.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('does not take a cell that lets things through for a sound one', async () => {
    const told = (await doctor({ cell: openDoor })).checks
    expect(told.filter(({ contained }) => contained)).toEqual([])
    expect(told.length).toBeGreaterThan(100)
  })

  it('reports what is missing instead of throwing', async () => {
    const lacking: Cell = {
      name: 'none',
      probe: () =>
        Promise.resolve({
          cell: 'none',
          ok: false,
          requirements: [
            { name: 'strace', ok: false, detail: 'strace is not installed.', mend: 'apt-get install strace' },
          ],
          versions: {},
          blindSpots: [],
        }),
      open: () => Promise.reject(new Error('never')),
    }
    expect(await doctor({ cell: lacking })).toMatchObject({ ok: false, checks: [] })
  })
})

describe('a machine that cannot', () => {
  const settings = (values: Readonly<Record<string, string>>) => (path: string) => values[path] ?? ''
  it.each([
    [
      { '/proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1' },
      /profile clawback-bwrap \/usr\/bin\/bwrap/,
    ],
    [{ '/proc/sys/kernel/unprivileged_userns_clone': '0' }, /sysctl -w kernel\.unprivileged_userns_clone=1/],
    [{ '/proc/sys/user/max_user_namespaces': '0' }, /sysctl -w user\.max_user_namespaces/],
    [{}, /container runtime/],
  ])('is told the mend for %j', (values, mend) => {
    expect(namespaceMend('Permission denied', settings(values as Record<string, string>))).toMatch(mend)
  })
  it('is told which step it refuses, and what comes before is told as done', async () => {
    const tools = findTools().found as Tools
    const steps = await rehearse({ ...tools, nft: '/bin/false' }, chooseIdentity())
    expect(steps.map(({ name, ok }) => `${name} ${ok}`)).toEqual([
      'namespaces true',
      'memory file system true',
      'overlay true',
      'private network true',
      'packet redirection false',
      // There is a mode without it, so what comes after it is tried as well.
      'cell true',
    ])
    expect(steps.find(({ ok }) => !ok)?.mend).toMatch(/nf_tables/)
    expect(
      (await rehearse({ ...tools, unshare: '/bin/false' }, chooseIdentity())).map(({ ok }) => ok),
    ).toEqual([false])
  })
  it('is told when strace is too old', () => {
    expect(straceRequirement('5.2')).toMatchObject({ ok: false })
    expect(straceRequirement('5.3').ok && straceRequirement('6.1').ok).toBe(true)
  })
  it('never runs samples as root, or as somebody', () => {
    const passwd = 'root:x:0:0::/:/bin/sh\nann:x:1001:1001::/:/bin/sh\nclawback:x:990:990::/:/bin/sh\n'
    expect(chooseIdentity(0, 59842, passwd)).toEqual({ drop: 59842 })
    expect(chooseIdentity(0, 990, passwd)).toEqual({ drop: 990 })
    expect(chooseIdentity(1001, 59842, passwd)).toEqual({})
    for (const uid of [0, -1, 1001, Number.NaN])
      expect(() => chooseIdentity(0, uid, passwd)).toThrow(expect.objectContaining({ code: 'SANDBOX_ROOT' }))
  })
})
