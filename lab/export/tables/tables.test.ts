import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostile } from '../../formats/testkit.js'
import { exportStore } from '../export.js'
import { readRows } from '../rows.js'
import type { ExportRow } from '../rows.js'
import { exported, openTestStore, putRows } from '../testkit.js'

let kit: Awaited<ReturnType<typeof openTestStore>>
beforeAll(async () => {
  kit = await openTestStore()
  await putRows(
    kit.store,
    [
      ...['=cmd()', '+1+1', '-x', '@sum', '\tx', '\rx', '\nx', '＝x', '', hostile].map((name) => ({ name })),
      ...Array.from({ length: 440 }, () => ({})),
      {
        verdict: 'malicious',
        score: 97.5,
        findings: ['b', 'a', 'b'].map((rule) => [rule, 't', 'high', 'threat', 'p@1'] as const),
        capabilities: [
          ['net.connect', `x ${hostile}`, 'static'],
          ['net.connect', `x ${hostile}`, 'observed'],
        ],
        hosts: [['evil.test', 'static']],
      },
    ].map((row, index) => ({ artifact: `sha256:${String(index)}`, ...row }) as never),
  )
  await kit.store.ledger.run(
    "INSERT INTO source (source, collection, locator, stamp, tried, label) VALUES ('c/1', 'c', 'l', '', '', 'bad')",
  )
  for (const inside of ['', 'deep/er'])
    await kit.store.ledger.run("INSERT INTO copy VALUES ('c/1', ?, 'sha256:450', 1, NULL)", [inside])
})
afterAll(() => kit.remove())

async function rows(): Promise<ExportRow[]> {
  return (await exported(kit.store, 'ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line) as ExportRow) // prettier-ignore
}

test('a row holds all that is asked of it, lists sorted and without repetition', async () => {
  const all = await rows()
  expect(all).toHaveLength(451)
  expect(all[0]).toMatchObject({
    ...{ artifact: 'sha256:450', verdict: 'malicious', score: 97.5, labels: ['bad'], rules: ['a', 'b'] },
    ...{ hosts: ['evil.test'], places: ['c/1', 'c/1!deep/er'] },
  })
  expect(all[0]?.capabilities).toHaveLength(1)
})

test('rows are read some at a time, and only when they are asked for', async () => {
  const ids = (await rows()).map(({ artifact }) => artifact)
  let asked = 0
  const ledger = { ...kit.store.ledger, all: (...call: Parameters<typeof kit.store.ledger.all>) => (asked++, kit.store.ledger.all(...call)) } // prettier-ignore
  const sizes: number[] = []
  for await (const page of readRows(ledger, ids, 100)) sizes.push(page.length + 1000 * asked)
  expect(sizes).toEqual([1100, 2100, 3100, 4100, 5051])
})

test('CSV reads back as the same rows, and nothing in it begins a formula', async () => {
  const [head, ...lines] = parseCsv(await exported(kit.store, 'csv'))
  expect(lines).toHaveLength(451)
  for (const line of lines) for (const text of line) expect(text).not.toMatch(/^[=+\-@\t\r\n＝]/)
  expect(lines.find((line) => line.some((text) => text === "'=cmd()"))).toBeDefined()
  const column = (head ?? []).indexOf('capabilities')
  expect(JSON.parse(lines[0]?.[column] ?? '')).toEqual((await rows())[0]?.capabilities)
  // eslint-disable-next-line no-control-regex -- none of these may come through
  expect(await exported(kit.store, 'csv')).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u202e]/)
})

test('Parquet reads back as the same rows, in row groups, and so does a file without rows', async () => {
  const file = Uint8Array.from(Buffer.from(await exported(kit.store, 'parquet'), 'latin1')).buffer
  expect(await parquetReadObjects({ file })).toEqual(await rows())
  const none = await exported(kit.store, 'parquet', { name: ['nobody'] })
  const empty = Uint8Array.from(Buffer.from(none, 'latin1')).buffer
  expect(await parquetReadObjects({ file: empty })).toEqual([])
  expect(parquetMetadata(empty).created_by).toBe('clawback version 0.1.0')
})

test('a selection of nothing is a table of no rows', async () => {
  const filter = { name: ['nobody'] }
  expect(await exported(kit.store, 'ndjson', filter)).toBe('')
  expect(parseCsv(await exported(kit.store, 'csv', filter))).toHaveLength(1)
  const options = { format: 'csv', filter, version: '1', packs: [], base: '/' } as const
  expect(await exportStore(kit.store, options)).toMatchObject({ artifacts: 0, problems: 0 })
})

/** RFC 4180, the whole of it. */
function parseCsv(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  const lines: string[][] = [[]]
  while (cell.lastIndex < text.length) {
    const [whole, quoted, plain = '', end] = cell.exec(text) ?? []
    if (whole === undefined) throw new Error(`not CSV after ${JSON.stringify(lines.at(-1))}`)
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}
