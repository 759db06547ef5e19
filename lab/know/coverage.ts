import { bytesOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { BehaviorProfile, Gap } from '@clawback/model'
import { unpackJson } from '../store/pack-records.js'
import { present } from './query.js'
import { shareOf } from './wilson.js'
import type { Share } from './wilson.js'

/** How the runs of one kind of actor went. */
export interface ActorCoverage {
  readonly actor: string
  readonly artifacts: number
  readonly runs: number
  /** How runs ended: status -> runs. */
  readonly statuses: Readonly<Record<string, number>>
  /** Entry points that got past their imports, in any of their runs. */
  readonly entries: Share
}

export interface GapCount {
  readonly reason: string
  readonly material: boolean
  readonly artifacts: number
  readonly times: number
}

/** What of a corpus was looked at, and what could not be. */
export interface CorpusCoverage {
  readonly artifacts: number
  /** Sources that could not be taken in, by code. */
  readonly problems: Readonly<Record<string, number>>
  /** Files that were read, of those there are. */
  readonly files: Share
  /** Artifacts in which anything was run. */
  readonly ran: Share
  /** Artifacts with at least one entry point that got past its imports, of those in which anything was run. */
  readonly gotGoing: Share
  /** Artifacts with a gap that matters. */
  readonly gapped: Share
  readonly actors: readonly ActorCoverage[]
  /** Most artifacts first. */
  readonly gaps: readonly GapCount[]
}

const page = 100

interface Counted {
  readonly artifacts: Set<string>
  runs: number
  readonly statuses: Record<string, number>
  readonly entries: Map<string, boolean>
}

/** Counts over the profiles of all artifacts that are there now. */
export async function corpusCoverage(ledger: Ledger): Promise<CorpusCoverage> {
  const actors = new Map<string, Counted>()
  const gaps = new Map<string, { readonly gap: Gap; readonly artifacts: Set<string>; times: number }>()
  const count = { artifacts: 0, ran: 0, gotGoing: 0, gapped: 0, total: 0, read: 0 }
  for await (const { artifact, runs, coverage } of profilesOf(ledger)) {
    count.artifacts++
    count.total += coverage.files.total
    count.read += coverage.files.read
    if (runs.length > 0) count.ran++
    if (runs.some(({ covered }) => covered)) count.gotGoing++
    if (coverage.gaps.some(({ material }) => material)) count.gapped++
    for (const run of runs) countRun(actors, artifact, run)
    for (const gap of coverage.gaps) countGap(gaps, artifact, gap)
  }
  return {
    artifacts: count.artifacts,
    problems: await problemsOf(ledger),
    files: shareOf(count.read, count.total),
    ran: shareOf(count.ran, count.artifacts),
    gotGoing: shareOf(count.gotGoing, count.ran),
    gapped: shareOf(count.gapped, count.artifacts),
    actors: [...actors]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([actor, counted]) => toldOf(actor, counted)),
    gaps: [...gaps.values()]
      .map(({ gap, artifacts, times }) => ({
        ...{ reason: gap.reason, material: gap.material },
        ...{ artifacts: artifacts.size, times },
      }))
      .sort((a, b) => b.artifacts - a.artifacts || (a.reason < b.reason ? -1 : 1)),
  }
}

async function* profilesOf(ledger: Ledger): AsyncGenerator<BehaviorProfile> {
  for (let after = ''; ;) {
    const rows = await ledger.all(
      `SELECT e.artifact, e.body FROM examination e WHERE e.artifact > ? AND ${present} ORDER BY e.artifact LIMIT ?`,
      [after, page],
    )
    for (const row of rows) {
      const { profile } = unpackJson(bytesOf(row, 'body')) as { readonly profile: BehaviorProfile }
      yield profile
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = textOf(last, 'artifact')
  }
}

function countRun(
  actors: Map<string, Counted>,
  artifact: string,
  { entry, status, covered }: BehaviorProfile['runs'][number],
): void {
  const known = actors.get(entry.actor) ?? {
    ...{ artifacts: new Set<string>(), runs: 0, statuses: {}, entries: new Map<string, boolean>() },
  }
  actors.set(entry.actor, known)
  known.artifacts.add(artifact)
  known.runs++
  known.statuses[status] = (known.statuses[status] ?? 0) + 1
  const name = `${artifact}\n${entry.name}`
  known.entries.set(name, (known.entries.get(name) ?? false) || covered)
}

function countGap(
  gaps: Map<string, { readonly gap: Gap; readonly artifacts: Set<string>; times: number }>,
  artifact: string,
  gap: Gap,
): void {
  const key = `${gap.reason} ${String(gap.material)}`
  const known = gaps.get(key) ?? { gap, artifacts: new Set<string>(), times: 0 }
  gaps.set(key, known)
  known.artifacts.add(artifact)
  known.times++
}

function toldOf(actor: string, { artifacts, runs, statuses, entries }: Counted): ActorCoverage {
  const got = [...entries.values()].filter(Boolean).length
  return { actor, artifacts: artifacts.size, runs, statuses, entries: shareOf(got, entries.size) }
}

async function problemsOf(ledger: Ledger): Promise<Readonly<Record<string, number>>> {
  const rows = await ledger.all(
    'SELECT code, count(*) AS n FROM problems GROUP BY code ORDER BY n DESC, code',
  )
  return Object.fromEntries(rows.map((row) => [textOf(row, 'code'), numberOf(row, 'n')]))
}
