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
  await expect(pool.prove()).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' })
  expect(pool.proof()).toBeUndefined()
})
