/** One reading process: takes paths, gives what the built-in packs say of each by reading alone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { intake } from '@clawback/analyzers'
import { examine, openKnowledge } from '@clawback/lab'
import type { Examination } from '@clawback/lab'
import type { EventRecord } from '@clawback/model'

import { loadPacks } from '../../cli/content/load.js'
import type { Place, Seen } from './seen.js'

const knowledge = openKnowledge(await loadPacks({ pack: [], key: [], builtin: true }))
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const workdir = await mkdtemp(join(tmpdir(), 'quality-'))
const order = ['benign', 'undetermined', 'suspicious', 'malicious']

async function look(at: string): Promise<Seen> {
  const taken = await intake(at, { workdir, fetchDependencies: false })
  try {
    const all: Seen[] = []
    for (const open of taken.artifacts) all.push(seenOf(at, await examine(open, { knowledge, clock })))
    // Of several artifacts the gravest speaks.
    return all.reduce((worst, one) => (rank(one) > rank(worst) ? one : worst), all[0] ?? unread(at, 'empty'))
  } finally {
    await taken.close()
  }
}

function seenOf(at: string, { verdict, matches, records }: Examination): Seen {
  const byId = new Map(records.map((record) => [record.id, record]))
  const counted = new Set(verdict.because.flatMap(({ refs }) => refs))
  const reasons = matches.filter(({ id }) => counted.has(id))
  const gaps = verdict.coverage.gaps.filter(({ material }) => material).map(({ reason }) => reason)
  return {
    at,
    label: verdict.label,
    score: verdict.score,
    rules: [...new Set(reasons.map((match) => match['rule.id']))].sort(),
    places: reasons.flatMap((match) => places(match, match['rule.id'], byId)).slice(0, 64),
    gaps: verdict.label === 'undetermined' ? [...new Set(gaps)] : [],
  }
}

/** The facts a match rests on, through matches on matches. */
function places(record: EventRecord, rule: string, byId: ReadonlyMap<string, EventRecord>): Place[] {
  const refs = record['match.refs']
  if (record.kind === 'match' && refs !== undefined)
    return refs.flatMap((id) => {
      const next = byId.get(id)
      return next === undefined ? [] : places(next, rule, byId)
    })
  const from = record['code.line.number'] ?? 0
  return [{ rule, file: record['file.path'] ?? '', from, to: record['code.line.end'] ?? from }]
}

function unread(at: string, problem: string): Seen {
  return { at, label: 'undetermined', score: 0, rules: [], places: [], gaps: [problem] }
}

function rank({ label, score }: Seen): number {
  return order.indexOf(label) * 1000 + score
}

process.on('message', (at: string) => {
  look(at).then(
    (seen) => process.send?.(seen),
    (problem: unknown) => process.send?.(unread(at, String(problem).slice(0, 200))),
  )
})
process.on('disconnect', () => {
  void rm(workdir, { recursive: true, force: true }).then(() => process.exit(0))
})
process.send?.('ready')
