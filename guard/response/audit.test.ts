import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendAudit, auditRow, sealed } from './audit.js'
import { auditVerify } from './audit-verify.js'
import { openAuditKey, signCheckpoint } from './checkpoint.js'
import { responseMigrations } from './schema.js'
import { draftOf, enqueue } from './testing/draft.js'

let folder = ''
let ledger: Ledger
const { privateKey, publicKey } = generateKeyPairSync('ed25519')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'))
  ledger = await openLedger(join(folder, 'response.sqlite'), { migrations: responseMigrations })
  for (let no = 0; no < 5; no++) await enqueue(ledger, 1_000 + no, draftOf(`g${no}`))
  await signCheckpoint(ledger, privateKey, 2_000)
  await ledger.transaction((tx) =>
    appendAudit(tx, 3_000, { actor: 'bob', event: 'mode.set', payload: { mode: 'enforce' } }),
  )
})
afterEach(async () => {
  await ledger.close()
  await rm(folder, { recursive: true, force: true })
})

const problems = async (): Promise<readonly string[]> => (await auditVerify(ledger, publicKey)).problems

test('an untouched chain is whole', async () => {
  expect(await auditVerify(ledger, publicKey)).toEqual({ rows: 16, checkpoints: 1, problems: [] })
})

test('an edit is found, of any column', async () => {
  for (const [column, value] of [
    ['time', '2026-01-01T00:00:00.000Z'],
    ['actor', 'mallory'],
    ['event', 'intent.cancel'],
    ['payload', '{"mode":"monitor"}'],
    ['payload_hash', 'f'.repeat(64)],
    ['prev_hash', 'f'.repeat(64)],
    ['hash', 'f'.repeat(64)],
  ] as const) {
    const before = await ledger.get(`SELECT ${column} AS was FROM audit WHERE seq = 3`)
    await ledger.run(`UPDATE audit SET ${column} = ? WHERE seq = 3`, [value])
    expect((await problems()).join('; '), column).toMatch(/row [34]: /)
    await ledger.run(`UPDATE audit SET ${column} = ? WHERE seq = 3`, [before!['was']!])
  }
  expect(await problems()).toEqual([])
})

test('an edit with the hashes of all later rows made again is found by the checkpoint', async () => {
  await ledger.run("UPDATE audit SET actor = 'mallory' WHERE seq = 3")
  const rows = (await ledger.all('SELECT * FROM audit ORDER BY seq')).map(auditRow)
  let previous = rows[1]!.hash
  for (const row of rows.slice(2)) {
    const { hash } = sealed({ ...row, prev_hash: previous })
    await ledger.run('UPDATE audit SET prev_hash = ?, hash = ? WHERE seq = ?', [previous, hash, row.seq])
    previous = hash
  }
  expect(await problems()).toEqual(['row 15: is not the row a checkpoint signed'])
})

test('a deleted row is found', async () => {
  await ledger.run('DELETE FROM audit WHERE seq = 4')
  expect(await problems()).toContain('row 5: row 4 is missing before it')
})

test('two rows that changed places are found', async () => {
  await ledger.exec('UPDATE audit SET seq = -1 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5')
  await ledger.exec('UPDATE audit SET seq = 5 WHERE seq = -1')
  expect((await problems()).length).toBeGreaterThan(0)
})

test('a cut-off end is found by the checkpoint, and by a copy of it when the table is cut too', async () => {
  const copy = await signCheckpoint(ledger, privateKey, 4_000)
  expect(await problems()).toEqual([])
  await ledger.run('DELETE FROM audit WHERE seq = 16')
  expect(await problems()).toEqual(['row 16: signed by a checkpoint, and gone'])
  await ledger.run('DELETE FROM checkpoint WHERE seq = 16')
  expect(await problems()).toEqual([])
  expect((await auditVerify(ledger, publicKey, [copy!])).problems).toEqual([
    'row 16: signed by a checkpoint, and gone',
  ])
})

test('a checkpoint of another key is found', async () => {
  const other = generateKeyPairSync('ed25519')
  await signCheckpoint(ledger, other.privateKey, 5_000)
  expect(await problems()).toEqual(['checkpoint 16: the signature does not fit'])
})

test('an intent whose state the chain does not tell is found', async () => {
  await ledger.run("UPDATE intent SET state = 'cancelled' WHERE subject_id = 'g2'")
  expect((await problems()).join()).toMatch(/is cancelled; the chain says queued/)
})

test('an intent that was deleted is found', async () => {
  await ledger.run("DELETE FROM intent WHERE subject_id = 'g2'")
  expect((await problems()).join()).toMatch(/is in the chain, and gone/)
})

test('the same signed end is signed once', async () => {
  expect(await signCheckpoint(ledger, privateKey, 6_000)).toMatchObject({ seq: 16 })
  expect(await signCheckpoint(ledger, privateKey, 6_001)).toBeUndefined()
})

test('the key is made once, private, and read again', async () => {
  const path = join(folder, 'keys', 'audit.pem')
  const made = await openAuditKey(path)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(createPublicKey(await openAuditKey(path)).equals(createPublicKey(made))).toBe(true)
})
