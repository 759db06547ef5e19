import { cp } from 'node:fs/promises'

import { openExistingStore, runBulk } from '@clawback/lab'
import type { PlanName, Source } from '@clawback/lab'
import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { Pack } from '@clawback/model'
import { keysOf } from '../../../lab/bulk/keys.js'
import { triedWith } from '../../../lab/bulk/plan-jobs.js'
import { stampOf } from '../../../lab/bulk/stamp.js'
import { findSkills, stride } from '../reading/corpus.js'
import { cpuNow } from './cpu.js'

/** A store in which nothing is left to be read. */
export interface Ready {
  readonly plan: PlanName
  readonly sources: readonly Source[]
  readonly artifacts: number
  /** Records of all artifacts, and their bytes before compression. */
  readonly records: number
  readonly bytes: number
  /** What looking at an artifact took, where the store was made here. */
  readonly fresh?: { readonly cpuMs: number; readonly wallMs: number }
}

export const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const readBudgetMs = 20_000

/** Reads some skills of a folder into a store. */
export async function makeStore(asked: {
  readonly folder: string
  readonly corpus: string | undefined
  readonly skills: number
  readonly workers: number
  readonly packs: readonly Pack[]
}): Promise<Ready> {
  const { folder, corpus, skills, workers, packs } = asked
  if (corpus === undefined)
    throw new TypeError('Name a store or a folder of skills: --store DIR, --corpus FOLDER')
  const sources = stride(await findSkills(corpus), skills).map((locator) => ({
    ...{ id: locator, collection: 'bench', locator },
  }))
  const [before, began] = [cpuNow(), performance.now()]
  await runBulk({ folder, sources, plan: 'static', packs, workers, clock, request: '{}', readBudgetMs })
  const [after, ended] = [cpuNow(), performance.now()]
  const cpu = after.own + after.ended - before.own - before.ended
  const ready = await lookAt(folder, (ledger) => describe(ledger, 'static', sources))
  return { ...ready, fresh: { cpuMs: cpu / ready.artifacts, wallMs: (ended - began) / ready.artifacts } }
}

/** Copies a store, and says of the copy that it was read by the engines of today and that its files are as they were. */
export async function copyStore(asked: {
  readonly folder: string
  readonly store: string
  readonly packs: readonly Pack[]
}): Promise<Ready> {
  const { folder, store, packs } = asked
  await cp(store, folder, { recursive: true })
  return await lookAt(folder, async (ledger) => {
    const run = await ledger.get('SELECT plan FROM run ORDER BY id DESC LIMIT 1')
    const plan = textOf(run ?? {}, 'plan') as PlanName
    const keys = keysOf(plan, packs, readBudgetMs)
    const rows = await ledger.all('SELECT source, collection, locator FROM source WHERE code IS NULL')
    const sources = rows.map((row) => ({
      id: textOf(row, 'source'),
      collection: textOf(row, 'collection'),
      locator: textOf(row, 'locator'),
    }))
    await ledger.run('UPDATE observation SET reading = ?, running = ?', [keys.reading, keys.running])
    await ledger.transaction(async (tx) => {
      for (const { id, locator } of sources)
        await tx.run('UPDATE source SET stamp = ?, tried = ? WHERE source = ?', [
          stampOf(locator),
          triedWith(keys),
          id,
        ])
    })
    return await describe(ledger, plan, sources)
  })
}

async function lookAt<T>(folder: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const store = await openExistingStore(folder)
  return await work(store.ledger).finally(() => store.close())
}

async function describe(ledger: Ledger, plan: PlanName, sources: readonly Source[]): Promise<Ready> {
  const row =
    (await ledger.get(
      `SELECT count(*) AS artifacts, sum(records) AS records, sum(bytes) AS bytes FROM observation
     WHERE artifact IN (SELECT artifact FROM copies)`,
    )) ?? {}
  const [artifacts, records, bytes] = [
    numberOf(row, 'artifacts'),
    numberOf(row, 'records'),
    numberOf(row, 'bytes'),
  ]
  return { plan, sources, artifacts, records, bytes }
}
