import { expect, it } from 'vitest'
import type { DoctorReport } from '@clawback/sandbox'
import { openCells } from './cells.js'

const probe = { cell: 'x', ok: true, requirements: [], versions: {}, blindSpots: [] }
const report = (contained: boolean): DoctorReport => ({
  ok: contained,
  probe,
  checks: [{ name: 'mount', contained, answer: 'OK' }],
  durationMs: 1,
  digest: 'd'.repeat(64),
})

it('a pool tells the digest of the self-test it has passed', async () => {
  const pool = openCells({}, undefined, () => Promise.resolve(report(true)))
  expect(pool.proof()).toBeUndefined()
  await pool.prove()
  expect(pool.proof()).toBe('d'.repeat(64))
})

it('a pool whose sandbox does not hold is not used', async () => {
  const pool = openCells({}, undefined, () => Promise.resolve(report(false)))
  await expect(pool.prove()).rejects.toMatchObject({
    code: 'SELF_TEST_FAILED',
    exitCode: 4,
    message: expect.stringContaining('mount') as string,
    mend: expect.stringContaining('clawback doctor') as string,
  })
  expect(pool.proof()).toBeUndefined()
})

it('a machine that lacks something is told what, not that an attempt got out', async () => {
  const lack = { name: 'x', ok: false, detail: 'strace is not installed.', mend: 'apt-get install strace' }
  const lacking = { ...report(false), checks: [], probe: { ...probe, ok: false, requirements: [lack] } }
  await expect(openCells({}, undefined, () => Promise.resolve(lacking)).prove()).rejects.toMatchObject({
    code: 'SANDBOX_UNAVAILABLE',
    mend: 'apt-get install strace',
  })
})
