/**
 * Lays the tables of docs/findings-2026-11-skills.md out from a store, between their markers; the prose is by hand:
 *
 *     npx tsx --conditions=@clawback/source scripts/findings/main.ts STORE [--check]
 *
 * `--check` writes nothing and exits 1 when the page is not what the store says. Nothing is read of a corpus, nothing is run.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openExistingStore } from '@clawback/lab'
import { format, resolveConfig } from 'prettier'
import { fillTables } from './markers.js'
import { tablesOf } from './tables.js'

const path = 'docs/findings-2026-11-skills.md'
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
})
const [at] = positionals
if (at === undefined) throw new Error('usage: scripts/findings/main.ts STORE [--check]')

const store = await openExistingStore(at)
const tables = await tablesOf(store.ledger)
await store.close()

const before = readFileSync(path, 'utf8')
const filled = fillTables(before, tables)
const page = await format(filled, { ...(await resolveConfig(path)), filepath: path })
if (!values.check) writeFileSync(path, page)
else if (before !== page) {
  console.error(`${path} is not what the store says`)
  process.exitCode = 1
}
