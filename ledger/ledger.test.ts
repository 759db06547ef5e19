import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openLedger } from './index.js'
import type { Ledger, LedgerOptions } from './index.js'

const schema = ['CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)']
let folder = ''
let path = ''
const open: Ledger[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
  path = join(folder, 'deep', 'notes.sqlite')
})
afterEach(async () => {
  vi.useRealTimers()
  for (const ledger of open.splice(0)) await ledger.close().catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
})

async function opened(options: Partial<LedgerOptions> = {}): Promise<Ledger> {
  const ledger = await openLedger(path, { migrations: schema, ...options })
  open.push(ledger)
  return ledger
}

describe('opening', () => {
  test('a new ledger is private, in WAL mode, with foreign keys and the durability asked for', async () => {
    const ledger = await opened({ durability: 'checkpoint' })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await ledger.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
    await ledger.transaction(async (tx) => {
      expect(await tx.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 })
      expect(await tx.get('PRAGMA synchronous')).toEqual({ synchronous: 1 })
    })
    await ledger.close()
    await (
      await opened()
    ).transaction(async (tx) => {
      expect(await tx.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
    })
  })

  test('an older ledger is brought forward and keeps its rows', async () => {
    const older = await opened()
    await older.run('INSERT INTO note (text) VALUES (?)', ['kept'])
    await older.close()
    const newer = await opened({
      migrations: [...schema, "ALTER TABLE note ADD COLUMN mood TEXT DEFAULT 'calm'"],
    })
    expect(await newer.all('SELECT * FROM note')).toEqual([{ id: 1, text: 'kept', mood: 'calm' }])
    expect(await newer.get('PRAGMA user_version')).toEqual({ user_version: 2 })
  })

  test('a migration that fails leaves the version before it', async () => {
    await (await opened()).close()
    await expect(opened({ migrations: [...schema, 'CREATE TABLE half (id); NONSENSE'] })).rejects.toThrow()
    const ledger = await opened()
    expect(await ledger.get('PRAGMA user_version')).toEqual({ user_version: 1 })
    expect(await ledger.get("SELECT name FROM sqlite_master WHERE name = 'half'")).toBeUndefined()
  })

  test('a newer ledger is refused, for writing and for reading', async () => {
    await (await opened({ migrations: [...schema, 'SELECT 1', 'SELECT 1'] })).close()
    const refusal = {
      code: 'LEDGER_NEWER',
      message: `${path} was written by a newer version (schema 3, this one knows 1).`,
    }
    await expect(opened()).rejects.toMatchObject(refusal)
    await expect(opened({ readonly: true })).rejects.toMatchObject(refusal)
  })

  test('an older ledger is not brought forward by a reader', async () => {
    await (await opened()).close()
    await expect(opened({ readonly: true, migrations: [...schema, 'SELECT 1'] })).rejects.toMatchObject({
      code: 'LEDGER_OLDER',
    })
  })

  test('what is no ledger, a torn ledger and a missing one are named as such', async () => {
    await (await opened()).close()
    await writeFile(path, 'x'.repeat(5_000))
    await expect(opened()).rejects.toMatchObject({ code: 'LEDGER_BROKEN' })
    await rm(path)
    await expect(opened({ readonly: true })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
    await expect(openLedger(':memory:', { migrations: [] })).rejects.toMatchObject({ code: 'USAGE' })
  })

  test('check finds a file that lost its tail', async () => {
    const ledger = await opened()
    const notes = ledger.writer('note', ['text'])
    for (let no = 0; no < 2_000; no++) await notes.write([`note ${no} ${'.'.repeat(100)}`])
    await ledger.close()
    await truncate(path, Math.floor((await stat(path)).size / 8192) * 4096)
    const torn = await opened().catch((error: unknown) => error)
    if (torn instanceof Error) expect(torn).toMatchObject({ code: 'LEDGER_BROKEN' })
    else
      await expect(
        (torn as Ledger).check().then((found) => found.length > 0 || 'looks intact'),
      ).resolves.toBe(true)
  })

  test('a reader sees what the writer committed and cannot write', async () => {
    const writer = await opened()
    const reader = await opened({ readonly: true })
    await writer.run('INSERT INTO note (text) VALUES (?)', ['seen'])
    expect(await reader.all('SELECT text FROM note')).toEqual([{ text: 'seen' }])
    await expect(reader.run('DELETE FROM note')).rejects.toMatchObject({ code: 'INTERNAL' })
  })
})

describe('transactions', () => {
  test('a body that throws leaves nothing', async () => {
    const ledger = await opened()
    const failing = ledger.transaction(async (tx) => {
      await tx.run('INSERT INTO note (text) VALUES (?)', ['a'])
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await ledger.all('SELECT * FROM note')).toEqual([])
  })

  test('transactions asked for at once run one after the other', async () => {
    const ledger = await opened()
    const increments = Array.from({ length: 20 }, () =>
      ledger.transaction(async (tx) => {
        const row = await tx.get('SELECT count(*) AS n FROM note')
        await tx.run('INSERT INTO note (text) VALUES (?)', [String(row?.['n'])])
      }),
    )
    await Promise.all(increments)
    const rows = await ledger.all('SELECT text FROM note ORDER BY id')
    expect(rows.map((row) => row['text'])).toEqual(Array.from({ length: 20 }, (_, no) => `${no}`))
  })

  test('the ledger verbs refuse within a transaction instead of waiting for ever', async () => {
    const ledger = await opened()
    const notes = ledger.writer('note', ['text'])
    await ledger.transaction(async () => {
      await expect(ledger.run('DELETE FROM note')).rejects.toThrow('inside')
      await expect(ledger.get('SELECT 1')).rejects.toThrow('inside')
      await expect(notes.flush()).rejects.toThrow('inside')
      return Promise.resolve()
    })
    expect(await ledger.get('SELECT 1 AS one')).toEqual({ one: 1 })
  })

  test('the verbs of a transaction that is over refuse', async () => {
    const ledger = await opened()
    const tx = await ledger.transaction((verbs) => Promise.resolve(verbs))
    await expect(tx.run('DELETE FROM note')).rejects.toThrow('over')
  })
})

describe('writer', () => {
  test('flush commits every row taken, whatever their number', async () => {
    const ledger = await opened()
    const notes = ledger.writer('note', ['text'], { flushRows: 1_000, maxQueue: 1_500 })
    for (let no = 0; no < 5_003; no++) await notes.write([`${no}`])
    await notes.flush()
    expect(notes.pending()).toBe(0)
    expect(await ledger.get('SELECT count(*) AS n FROM note')).toEqual({ n: 5_003 })
  })

  test('rows are flushed by themselves after the interval', async () => {
    const ledger = await opened()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const notes = ledger.writer('note', ['text'], { flushMs: 200 })
    await notes.write(['late'])
    await vi.advanceTimersByTimeAsync(199)
    expect(notes.pending()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    vi.useRealTimers()
    await vi.waitUntil(() => notes.pending() === 0)
    expect(await ledger.all('SELECT text FROM note')).toEqual([{ text: 'late' }])
  })

  test('rows that cannot be written are kept, said, and written once they can', async () => {
    const ledger = await opened()
    await ledger.run('INSERT INTO note (text) VALUES (?)', ['taken'])
    const notes = ledger.writer('note', ['text'])
    await notes.write(['free'])
    await notes.write(['taken'])
    await expect(notes.flush()).rejects.toThrow('UNIQUE')
    expect(notes.pending()).toBe(2)
    await ledger.run('DELETE FROM note')
    await notes.flush()
    expect(await ledger.get('SELECT count(*) AS n FROM note')).toEqual({ n: 2 })
  })

  test('conflicts: ignored, replaced, or summed up', async () => {
    const ledger = await opened({
      migrations: ['CREATE TABLE edge (key TEXT PRIMARY KEY, n INTEGER NOT NULL)'],
    })
    const sum = ledger.writer('edge', ['key', 'n'], {
      onConflict: { on: 'key', update: 'n = n + excluded.n' },
    })
    for (let no = 0; no < 10; no++) await sum.write(['a', 1])
    await sum.flush()
    const ignore = ledger.writer('edge', ['key', 'n'], { onConflict: 'ignore' })
    await ignore.write(['a', 99])
    await ignore.flush()
    expect(await ledger.get('SELECT n FROM edge')).toEqual({ n: 10 })
  })

  test('close flushes; afterwards nothing is taken', async () => {
    const ledger = await opened()
    const notes = ledger.writer('note', ['text'])
    await notes.write(['last'])
    await ledger.close()
    await expect(notes.write(['too late'])).rejects.toThrow('closed')
    expect(await (await opened()).all('SELECT text FROM note')).toEqual([{ text: 'last' }])
  })

  test('a name that is no name never reaches SQL', async () => {
    const ledger = await opened()
    expect(() => ledger.writer('note; DROP TABLE note', ['text'])).toThrow('bad SQL name')
  })
})

test('size reports bytes of file and log', async () => {
  const ledger = await opened()
  await ledger.run('INSERT INTO note (text) VALUES (?)', ['x'])
  const size = await ledger.size()
  expect(size.bytes + size.walBytes).toBeGreaterThan(4_096)
  expect(size.freeBytes).toBe(0)
})

test('several programs may open one new ledger at once', async () => {
  const all = await Promise.all(
    Array.from({ length: 6 }, () => opened({ migrations: [...schema, 'SELECT 1'] })),
  )
  for (const [no, ledger] of all.entries()) await ledger.run('INSERT INTO note (text) VALUES (?)', [`${no}`])
  expect(await all[0]!.get('SELECT count(*) AS n FROM note')).toEqual({ n: 6 })
})
