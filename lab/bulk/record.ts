import type { Ledger, Verbs } from '@clawback/ledger'
import { writeKept, writeObservation } from '../store/write.js'
import type { Circumstances } from '../store/write.js'
import type { Look } from './messages.js'
import type { Source } from './source.js'

/** What a try of a source came to, when it came to nothing. */
export interface Problem {
  readonly code: string
  readonly reason: string
}

export interface JobEnd {
  readonly id: string
  readonly deliveries: number
  /** Milliseconds from the last lending. */
  readonly ms: number
}

const endJob =
  'UPDATE job SET status = ?, deliveries = ?, ms = ?, code = ?, reason = ? WHERE run = ? AND id = ?'

const upsertSource = `INSERT INTO source (source, collection, locator, stamp, tried, code, reason, label, family, labelled, provenance)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (source) DO UPDATE SET collection = excluded.collection, locator = excluded.locator,
  stamp = excluded.stamp, tried = excluded.tried, code = excluded.code, reason = excluded.reason,
  label = excluded.label, family = excluded.family, labelled = excluded.labelled,
  provenance = excluded.provenance`

/** Writes what looking at a source gave, and that its job is done: all of it or nothing. */
export async function recordLooks(
  ledger: Ledger,
  source: Source & { readonly stamp: string; readonly tried: string },
  looks: readonly Look[],
  when: Circumstances,
  end: JobEnd,
): Promise<void> {
  await ledger.transaction(async (tx) => {
    await writeSource(tx, source)
    for (const { artifact, kept, observation } of looks) {
      if (kept !== undefined) await writeKept(tx, kept, when)
      if (observation !== undefined) await writeObservation(tx, artifact, observation, when)
    }
    await writeCopies(tx, source.id, looks, when.run)
    await tx.run(endJob, ['done', end.deliveries, end.ms, null, null, when.run, end.id])
  })
}

/** Writes that a source could not be looked at; what it held before is no longer known to be there. */
export async function recordProblem(
  ledger: Ledger,
  source: Source & { readonly stamp: string; readonly tried: string },
  problem: Problem,
  run: number,
  end: JobEnd,
): Promise<void> {
  await ledger.transaction(async (tx) => {
    await writeSource(tx, source, problem)
    await writeCopies(tx, source.id, [], run)
    const { code, reason } = problem
    await tx.run(endJob, ['failed', end.deliveries, end.ms, code, reason, run, end.id])
  })
}

/** Writes how a job ended that has no source of its own. */
export async function recordJudgement(
  ledger: Ledger,
  kept: Parameters<typeof writeKept>[1] | Problem,
  when: Circumstances,
  end: JobEnd,
): Promise<void> {
  await ledger.transaction(async (tx) => {
    const problem = 'reason' in kept ? kept : undefined
    if (!('reason' in kept)) await writeKept(tx, kept, when)
    const status = problem === undefined ? 'done' : 'failed'
    const { code = null, reason = null } = problem ?? {}
    await tx.run(endJob, [status, end.deliveries, end.ms, code, reason, when.run, end.id])
  })
}

/** Takes sources out that are no longer in the corpus; what they held stays, with its history. */
export async function recordGone(ledger: Ledger, sources: readonly string[], run: number): Promise<void> {
  await ledger.transaction(async (tx) => {
    for (const source of sources) {
      await writeCopies(tx, source, [], run)
      await tx.run('DELETE FROM source WHERE source = ?', [source])
    }
  })
}

export async function recordLabels(ledger: Ledger, sources: readonly Source[]): Promise<void> {
  await ledger.transaction(async (tx) => {
    for (const { id, label = null, family = null, labelled = null, provenance = null } of sources)
      await tx.run('UPDATE source SET label = ?, family = ?, labelled = ?, provenance = ? WHERE source = ?', [
        label,
        family,
        labelled,
        provenance,
        id,
      ])
  })
}

async function writeSource(
  tx: Verbs,
  source: Source & { readonly stamp: string; readonly tried: string },
  problem?: Problem,
): Promise<void> {
  const { id, collection, locator, stamp, tried } = source
  const { label = null, family = null, labelled = null, provenance = null } = source
  const { code = null, reason = null } = problem ?? {}
  await tx.run(upsertSource, [
    id,
    collection,
    locator,
    stamp,
    tried,
    code,
    reason,
    label,
    family,
    labelled,
    provenance,
  ])
}

/** Ends the copies that are no longer so and begins the new ones; what stayed keeps its beginning. */
async function writeCopies(tx: Verbs, source: string, looks: readonly Look[], run: number): Promise<void> {
  const now = JSON.stringify(looks.map(({ inside, artifact }) => [inside, artifact]))
  const same = `SELECT json_extract(value, '$[0]') AS inside, json_extract(value, '$[1]') AS artifact FROM json_each(?)`
  await tx.run(
    `UPDATE copy SET until = ? WHERE source = ? AND until IS NULL AND (inside, artifact) NOT IN (${same})`,
    [run, source, now],
  )
  await tx.run(
    `INSERT INTO copy (source, inside, artifact, since) SELECT ?, inside, artifact, ? FROM (${same}) AS n
     WHERE NOT EXISTS (SELECT 1 FROM copy c WHERE c.source = ? AND c.inside = n.inside AND c.until IS NULL)
     ON CONFLICT (source, inside, since) DO UPDATE SET artifact = excluded.artifact, until = NULL`,
    [source, run, now, source],
  )
}
