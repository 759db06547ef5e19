import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { unpackObservation } from '../../store/kept.js'
import { keptOf } from '../../store/store.js'
import { present } from '../query.js'
import { sketchIn, sketchRow } from './kept-sketch.js'
import { sketchOf, sketchVersion } from './sketch.js'
import type { Sketch } from './sketch.js'

/** Observations that are in memory at a time. */
const page = 32

export interface SketchedCorpus {
  readonly sketches: readonly Sketch[]
  /** How many were made now; the others were kept from before. */
  readonly made: number
  /** Artifacts without an observation (written by schema 1): they could not be compared. */
  readonly unread: number
}

/** The sketches of all artifacts that are there now. Those that are missing are made of their observations and kept. */
export async function readSketches(ledger: Ledger): Promise<SketchedCorpus> {
  const made = await makeMissing(ledger)
  const rows = await ledger.all(
    `SELECT s.* FROM sketch s JOIN examination e USING (artifact) WHERE ${present} ORDER BY s.artifact`,
  )
  const all = await ledger.get(`SELECT count(*) AS n FROM examination e WHERE ${present}`)
  return { sketches: rows.map(sketchIn), made, unread: numberOf(all ?? {}, 'n') - rows.length }
}

async function makeMissing(ledger: Ledger): Promise<number> {
  const missing = (
    await ledger.all(
      `SELECT o.artifact FROM observation o JOIN examination e USING (artifact)
       LEFT JOIN sketch s ON s.artifact = o.artifact AND s.version = ? WHERE s.artifact IS NULL AND ${present}`,
      [sketchVersion],
    )
  ).map((row) => textOf(row, 'artifact'))
  for (let at = 0; at < missing.length; at += page) {
    const rows = await ledger.all(
      'SELECT frame, facts, events FROM observation WHERE artifact IN (SELECT value FROM json_each(?))',
      [JSON.stringify(missing.slice(at, at + page))],
    )
    const made = rows.map((row) => sketchRow(sketchOf(unpackObservation(keptOf(row)))))
    await ledger.transaction(async (tx) => {
      for (const row of made)
        await tx.run(
          'INSERT OR REPLACE INTO sketch (artifact, version, text, code, rest) VALUES (?, ?, ?, ?, ?)',
          row,
        )
    })
  }
  return missing.length
}
