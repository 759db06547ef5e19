import { maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { ClawbackError } from '@clawback/model'
import type { Verdict } from '@clawback/model'

/** What is in one content and not in the other; each list ascending. */
export interface Gained {
  readonly capabilities: readonly string[]
  readonly hosts: readonly string[]
  readonly rules: readonly string[]
}

export interface DriftSide {
  readonly artifact: string
  readonly name: string
  /** As judged last, by the same packs for both where both were judged again. */
  readonly verdict: Verdict['label']
  readonly score: number
  /** The run that first saw it there. */
  readonly since: number
}

/** One place of a corpus whose content became another. */
export interface Drift {
  readonly place: string
  readonly before: DriftSide
  readonly after: DriftSide
  /** Grades between the verdicts: 2 from benign to malicious, -1 from suspicious to benign; 0 when one is undetermined. */
  readonly step: number
  readonly added: Gained
  readonly gone: Gained
}

/** Runs `from` and `to`: what was there after the one and is otherwise after the other. */
export interface Between {
  readonly from: number
  readonly to: number
}

/**
 * The places that hold other content than before, the worst turn first, then what gained most capabilities. Without
 * `between` each place is compared from its first content to the one it has now. Throws USAGE for runs that were not.
 */
export async function driftOf(ledger: Ledger, between?: Between): Promise<readonly Drift[]> {
  if (between !== undefined) await refuseUnknown(ledger, between)
  const rows = await ledger.all(
    between === undefined ? firstAndLast : atRuns,
    between === undefined ? [] : [between.from, between.from, between.to, between.to],
  )
  const drifts: Drift[] = []
  for (const row of rows) drifts.push(await driftIn(ledger, row, between))
  return drifts.sort(
    (a, b) =>
      b.step - a.step ||
      b.added.capabilities.length - a.added.capabilities.length ||
      (a.place < b.place ? -1 : 1),
  )
}

const columns = `a.source, a.inside, a.artifact AS was, a.since AS wasSince, b.artifact AS artifact, b.since AS since`
const atRuns = `SELECT ${columns} FROM copy a JOIN copy b USING (source, inside)
  WHERE a.since <= ? AND (a.until IS NULL OR a.until > ?) AND b.since <= ? AND (b.until IS NULL OR b.until > ?)
  AND a.artifact <> b.artifact`
const firstAndLast = `SELECT ${columns} FROM copy a JOIN copy b USING (source, inside)
  WHERE b.until IS NULL AND a.artifact <> b.artifact
  AND a.since = (SELECT min(since) FROM copy c WHERE c.source = a.source AND c.inside = a.inside)`

async function refuseUnknown(ledger: Ledger, { from, to }: Between): Promise<void> {
  for (const run of [from, to])
    if ((await ledger.get('SELECT id FROM run WHERE id = ?', [run])) === undefined)
      throw new ClawbackError('USAGE', {
        detail: `There is no run ${run} in this store; \`bulk status\` names the last.`,
      })
}

type Row = Awaited<ReturnType<Ledger['all']>>[number]

async function driftIn(ledger: Ledger, row: Row, between: Between | undefined): Promise<Drift> {
  const [source, inside] = [textOf(row, 'source'), textOf(row, 'inside')]
  const was = await read(ledger, textOf(row, 'was'), numberOf(row, 'wasSince'), between?.from)
  const is = await read(ledger, textOf(row, 'artifact'), numberOf(row, 'since'), between?.to)
  return {
    place: inside === '' ? source : `${source}/${inside}`,
    before: was.side,
    after: is.side,
    step: stepOf(was.side.verdict, is.side.verdict),
    added: without(is.has, was.has),
    gone: without(was.has, is.has),
  }
}

/** Capabilities and hosts are those of the last look at a content; verdict and rules are those of the run, when named. */
async function read(
  ledger: Ledger,
  artifact: string,
  since: number,
  run: number = Number.MAX_SAFE_INTEGER,
): Promise<{ readonly side: DriftSide; readonly has: Gained }> {
  const judged = await ledger.get(
    `SELECT e.name, j.verdict, j.score, j.rules FROM judgement j JOIN examination e USING (artifact)
     WHERE j.artifact = ? AND j.run <= ? ORDER BY j.run DESC LIMIT 1`,
    [artifact, run],
  )
  const list = async (sql: string): Promise<readonly string[]> =>
    (await ledger.all(sql, [artifact])).map((row) => textOf(row, 'what'))
  return {
    side: {
      artifact,
      name: textOf(judged ?? { name: '' }, 'name'),
      verdict: (maybeTextOf(judged ?? {}, 'verdict') ?? 'undetermined') as DriftSide['verdict'],
      score: judged === undefined ? 0 : numberOf(judged, 'score'),
      since,
    },
    has: {
      capabilities: await list(
        `SELECT DISTINCT action || ' ' || target AS what FROM capability WHERE artifact = ? ORDER BY 1`,
      ),
      hosts: await list('SELECT DISTINCT host AS what FROM host WHERE artifact = ? ORDER BY 1'),
      rules: JSON.parse(maybeTextOf(judged ?? {}, 'rules') ?? '[]') as string[],
    },
  }
}

function without(a: Gained, b: Gained): Gained {
  const rest = (key: keyof Gained): readonly string[] => a[key].filter((one) => !b[key].includes(one))
  return { capabilities: rest('capabilities'), hosts: rest('hosts'), rules: rest('rules') }
}

const grades: Readonly<Partial<Record<Verdict['label'], number>>> = { benign: 0, suspicious: 1, malicious: 2 }

function stepOf(before: Verdict['label'], after: Verdict['label']): number {
  const [a, b] = [grades[before], grades[after]]
  return a === undefined || b === undefined ? 0 : b - a
}
