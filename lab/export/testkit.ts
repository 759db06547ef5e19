import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventRecord } from '@clawback/model'
import { examination, finding, hostile, suppression } from '../formats/testkit.js'
import type { Kept } from '../store/kept.js'
import { openStore } from '../store/store.js'
import type { Store } from '../store/store.js'
import { writeKept } from '../store/write.js'
import type { Examination } from '../walk/examination.js'
import { exportStore } from './export.js'
import type { ExportFormat } from './export.js'

/** A store in a folder of its own, and what removes both. */
export async function openTestStore(): Promise<{ readonly store: Store; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'))
  const store = await openStore(join(folder, 'store.sqlite'))
  return {
    store,
    async remove() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Rows without examinations behind them: enough for tables. */
export async function putRows(store: Store, rows: readonly Partial<Kept>[]): Promise<void> {
  const when = { run: 1, time: '2026-01-01T00:00:00Z', reading: 'r', running: 'none', judging: 'j' }
  await store.ledger.transaction(async (tx) => {
    for (const [index, row] of rows.entries())
      await writeKept(
        tx,
        {
          ...{ artifact: `sha256:${String(index)}`, name: `skill ${String(index)}`, kind: 'skill' },
          ...{ verdict: 'benign', score: 0, basis: 'static', body: new Uint8Array() },
          ...{ findings: [], capabilities: [], hosts: [] },
          ...row,
        },
        when,
      )
  })
}

const record = (fields: Readonly<Record<string, unknown>>): EventRecord =>
  ({ id: 'f1', kind: 'code.call', stage: 'read', ...fields }) as unknown as EventRecord

/** URLs that end in what stood around them, name what nobody owns, or try to leave a pattern. */
export const urls: readonly string[] = [
  `https://evil-host.net/x?a='] OR [url:value = 'y`,
  'https://www.evil-host.net/p")',
  'http://127.0.0.1:8080/here',
  'https://api.example.com/none',
  String.raw`https://evil-host.net/back\slash`,
  'https://evil-host.net/\n"quoted"',
]

/** One artifact of each verdict, with names, titles and reasons that are all hostile. */
export const samples: readonly Examination[] = (
  ['malicious', 'suspicious', 'benign', 'undetermined'] as const
).map((label, index): Examination => {
  const about = [finding(), finding({ rule: 'r-again', tags: ['attack.t1027.013', 'atlas.aml.t0051'] })]
  const decided = finding({ rule: 'r-decided', suppressed: suppression, tags: ['attack.t9999'] })
  const places = urls.map((_, at) => ({ ...finding().evidence[0], record: `u${String(at)}` }))
  const where = finding({ rule: 'r-where', evidence: places as never })
  const id = `sha256:${String(index).repeat(64)}`
  const one = examination([...about, where, decided], label, {
    id,
    files: ['SKILL.md', `scripts/a.py`, `bad ${hostile}`].map((path) => ({
      ...{ path, size: 3, executable: false },
      sha256: path === 'SKILL.md' ? 'a'.repeat(64) : 'b'.repeat(64),
    })),
  })
  const records = [
    record({ 'url.domain': '91.92.242.30' }),
    ...urls.map((url, at) => record({ id: `u${String(at)}`, 'url.full': url })),
  ]
  return { ...one, records, verdict: { ...one.verdict, artifact: id } }
})

export const examined = '2026-03-01T00:00:00Z'

export async function putSamples(store: Store): Promise<void> {
  for (const one of samples) await store.put(one, examined)
}

/** The whole of an export as one text. */
export async function exported(store: Store, format: ExportFormat, filter = {}): Promise<string> {
  const made = await exportStore(store, { format, filter, version: '0.1.0', packs: [], base: '/srv' })
  const parts: Buffer[] = []
  for await (const part of made.parts) parts.push(Buffer.from(part as string))
  return Buffer.concat(parts).toString(format === 'parquet' ? 'latin1' : 'utf8')
}
