import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger, Row } from '@clawback/ledger'
import { present } from './query.js'
import { shareOf } from './wilson.js'
import type { Share } from './wilson.js'

/** How common something is among the artifacts of a store. */
export interface Prevalence {
  readonly name: string
  readonly artifacts: number
  /** 0 to 1, of all artifacts. */
  readonly share: number
  /** Wilson's interval of the share, 95 %. */
  readonly low: number
  readonly high: number
}

/** How common something is, and how we know: of the artifacts, those that say it, those that can by reading, and did. */
export interface BasedPrevalence extends Prevalence {
  readonly declared: number
  readonly static: number
  readonly observed: number
  /** Artifacts in which only running showed it. */
  readonly onlyObserved: number
}

/** Two things found in one artifact. */
export interface Pair {
  readonly a: string
  readonly b: string
  readonly artifacts: number
  /** How many times as often as if they had nothing to do with each other. */
  readonly lift: number
}

export interface CorpusStats {
  readonly artifacts: number
  readonly verdicts: readonly Prevalence[]
  readonly kinds: readonly Prevalence[]
  readonly labels: readonly Prevalence[]
  /** Actions, and actions with their targets. */
  readonly actions: readonly BasedPrevalence[]
  readonly capabilities: readonly BasedPrevalence[]
  readonly hosts: readonly BasedPrevalence[]
  readonly rules: readonly Prevalence[]
  /** Pairs of rules, and pairs of actions. */
  readonly rulePairs: readonly Pair[]
  readonly actionPairs: readonly Pair[]
}

const here = `WITH here AS MATERIALIZED (SELECT e.* FROM examination e WHERE ${present})`
const ofHere = 'JOIN here USING (artifact)'

/** Counts what the artifacts that are there now have in common; at most `top` of each list. */
export async function corpusStats(ledger: Ledger, top: number): Promise<CorpusStats> {
  const artifacts = numberOf((await ledger.get(`${here} SELECT count(*) AS n FROM here`)) ?? {}, 'n')
  const prevalence = async (name: string, from: string): Promise<readonly Prevalence[]> => {
    const sql = `${here} SELECT ${name} AS name, count(DISTINCT here.artifact) AS n FROM ${from}
      WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?`
    return (await ledger.all(sql, [top])).map((row) => prevalenceIn(row, artifacts))
  }
  const based = async (name: string, from: string): Promise<readonly BasedPrevalence[]> => {
    const sql = `${here}, has AS (SELECT ${name} AS name, here.artifact AS artifact, max(x.basis = 'declared') AS declared,
      max(x.basis = 'static') AS read, max(x.basis = 'observed') AS observed FROM ${from} x ${ofHere} GROUP BY 1, 2)
      SELECT name, count(*) AS n, sum(declared) AS declared, sum(read) AS read, sum(observed) AS observed,
      sum(observed AND NOT declared AND NOT read) AS only FROM has GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?`
    return (await ledger.all(sql, [top])).map((row) => ({
      ...prevalenceIn(row, artifacts),
      declared: numberOf(row, 'declared'),
      static: numberOf(row, 'read'),
      observed: numberOf(row, 'observed'),
      onlyObserved: numberOf(row, 'only'),
    }))
  }
  const pairs = async (column: string, table: string): Promise<readonly Pair[]> => {
    const sql = `${here}, has AS MATERIALIZED (SELECT DISTINCT artifact, ${column} AS name FROM ${table} ${ofHere}),
      alone AS MATERIALIZED (SELECT name, count(*) AS n FROM has GROUP BY name)
      SELECT a.name AS a, b.name AS b, count(*) AS n, x.n AS na, y.n AS nb FROM has a
      JOIN has b ON a.artifact = b.artifact AND a.name < b.name
      JOIN alone x ON x.name = a.name JOIN alone y ON y.name = b.name
      GROUP BY a.name, b.name ORDER BY n DESC, a.name, b.name LIMIT ?`
    return (await ledger.all(sql, [top])).map((row) => ({
      a: textOf(row, 'a'),
      b: textOf(row, 'b'),
      artifacts: numberOf(row, 'n'),
      lift: (numberOf(row, 'n') * artifacts) / (numberOf(row, 'na') * numberOf(row, 'nb')),
    }))
  }
  return {
    artifacts,
    verdicts: await prevalence('here.verdict', 'here'),
    kinds: await prevalence('here.kind', 'here'),
    labels: await prevalence('c.label', `copies c ${ofHere}`),
    actions: await based('x.action', 'capability'),
    capabilities: await based("x.action || ' ' || x.target", 'capability'),
    hosts: await based('x.host', 'host'),
    rules: await prevalence('f.rule', `finding f ${ofHere}`),
    rulePairs: await pairs('rule', 'finding'),
    actionPairs: await pairs('action', 'capability'),
  }
}

function prevalenceIn(row: Row, of: number): Prevalence {
  const artifacts = numberOf(row, 'n')
  const { value = 0, low = 0, high = 0 }: Share = shareOf(artifacts, of)
  return { name: textOf(row, 'name'), artifacts, share: value, low, high }
}
