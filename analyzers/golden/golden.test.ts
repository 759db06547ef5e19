import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Fact, Probe } from '@clawback/model'
import { canonicalJson, parseRecord } from '@clawback/model'
import { expect, it } from 'vitest'

import { read } from '../read.js'
import { openFolder } from '../testkit.js'

/**
 * Golden by presence: a folder with `in/` is a case; its facts lie in `facts.ndjson`, one per line, less what differs
 * from machine to machine. `UPDATE_GOLDEN=1` writes them anew: read the difference before it is committed.
 */
const cases = readdirSync(import.meta.dirname).filter((name) => existsSync(join(import.meta.dirname, name, 'in')))
const probes = JSON.parse(readFileSync(join(import.meta.dirname, 'probes.json'), 'utf8')) as readonly Probe[]
const left = new Set(['schema', 'id', 'stage', 'time', 'seq', 'subject.artifact', 'source.version', 'source.channel', 'source.trust', 'code.column.number'])

it.each(cases)('%s', async (name) => {
  const folder = join(import.meta.dirname, name)
  const clock = { now: () => 0, monotonic: () => 0 }
  const { facts, coverage } = await read(await openFolder(join(folder, 'in')), { probes, clock })
  for (const fact of facts) parseRecord(fact, name)
  const lines = `${facts.map(shown).join('\n')}\n`
  const path = join(folder, 'facts.ndjson')
  if (process.env['UPDATE_GOLDEN'] !== undefined || !existsSync(path)) writeFileSync(path, lines)
  expect(lines).toBe(readFileSync(path, 'utf8'))
  expect(coverage.files.total).toBeGreaterThan(0)
})

function shown(fact: Fact): string {
  return canonicalJson(Object.fromEntries(Object.entries(fact).filter(([field]) => !left.has(field))))
}
