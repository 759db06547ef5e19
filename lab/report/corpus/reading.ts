import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { CorpusProblem, CorpusRule, CorpusRun } from '@clawback/model'
import { keptRelations } from '../../know/families/keep-relations.js'
import type { KeptRelation } from '../../know/families/keep-relations.js'
import { queryStore } from '../../know/query.js'
import type { ArtifactRow } from '../../know/query.js'

/** Everything the tables of a store say, read at one time: rows are named by their place in `rows`. */
export interface Reading {
  /** Number of this reading within the process; a later one has other places. */
  readonly number: number
  readonly rows: readonly ArtifactRow[]
  /** Artifact -> place in `rows`. */
  readonly placeOf: ReadonlyMap<string, number>
  /** Each with the places of the artifacts that have it, most frequent first. */
  readonly rules: readonly Having<CorpusRule>[]
  readonly actions: readonly Having<string>[]
  readonly hosts: readonly Having<string>[]
  /** Families and campaigns as `bulk families` last found them; empty when nobody looked. */
  readonly relations: readonly KeptRelation[]
  readonly runs: readonly CorpusRun[]
  readonly problems: readonly CorpusProblem[]
}

/** Something, and the places of the rows that have it. */
export interface Having<T> {
  readonly what: T
  readonly places: readonly number[]
}

/** Reads the tables, not the records. */
export async function readTables(ledger: Ledger, number: number): Promise<Reading> {
  const rows = await queryStore(ledger)
  const placeOf = new Map(rows.map(({ artifact }, place) => [artifact, place]))
  const having = async (sql: string): Promise<readonly Having<string>[]> =>
    gather(await ledger.all(sql), placeOf)
  const told = new Map(
    (await ledger.all('SELECT rule, title, level, type FROM finding GROUP BY rule')).map((row) => [
      textOf(row, 'rule'),
      {
        rule: textOf(row, 'rule'),
        title: textOf(row, 'title'),
        level: textOf(row, 'level') as CorpusRule['level'],
        type: textOf(row, 'type') as CorpusRule['type'],
      },
    ]),
  )
  const rules = await having('SELECT DISTINCT artifact, rule AS what FROM finding')
  return {
    number,
    rows,
    placeOf,
    rules: rules.flatMap(({ what, places }) => {
      const rule = told.get(what)
      return rule === undefined ? [] : [{ what: rule, places }]
    }),
    actions: await having('SELECT DISTINCT artifact, action AS what FROM capability'),
    hosts: await having('SELECT DISTINCT artifact, host AS what FROM host'),
    relations: await keptRelations(ledger),
    runs: await readRuns(ledger),
    problems: await readProblems(ledger),
  }
}

function gather(
  found: Awaited<ReturnType<Ledger['all']>>,
  placeOf: ReadonlyMap<string, number>,
): readonly Having<string>[] {
  const by = new Map<string, number[]>()
  for (const row of found) {
    const place = placeOf.get(textOf(row, 'artifact'))
    if (place === undefined) continue
    const what = textOf(row, 'what')
    const places = by.get(what)
    if (places === undefined) by.set(what, [place])
    else places.push(place)
  }
  return [...by]
    .map(([what, places]) => ({ what, places }))
    .sort((a, b) => b.places.length - a.places.length || (a.what < b.what ? -1 : 1))
}

async function readRuns(ledger: Ledger): Promise<readonly CorpusRun[]> {
  const rows = await ledger.all(
    `SELECT id, plan, started, ended, packs,
     (SELECT count(*) FROM judgement j WHERE j.run = run.id) AS artifacts FROM run ORDER BY id`,
  )
  return rows.map((row) => {
    const ended = maybeTextOf(row, 'ended')
    return {
      run: numberOf(row, 'id'),
      plan: textOf(row, 'plan'),
      started: textOf(row, 'started'),
      ...(ended === undefined ? {} : { ended }),
      packs: JSON.parse(textOf(row, 'packs')) as string[],
      artifacts: numberOf(row, 'artifacts'),
    }
  })
}

async function readProblems(ledger: Ledger): Promise<readonly CorpusProblem[]> {
  const rows = await ledger.all('SELECT source, code, reason FROM problems ORDER BY code, source')
  return rows.map((row) => ({
    source: textOf(row, 'source'),
    code: textOf(row, 'code'),
    reason: maybeTextOf(row, 'reason') ?? '',
  }))
}
