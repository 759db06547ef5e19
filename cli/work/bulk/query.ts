import { csvLine, drawSample, queryStore } from '@clawback/lab'
import type { ArtifactRow, Filter, Stratum } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'
import { colourOf } from '../../terminal/paint.js'
import { table } from '../../terminal/table.js'
import { withStore } from './with-store.js'

interface QueryArguments extends Filter {
  readonly store: string
  readonly json: boolean
  readonly csv: boolean
}

/** Prints the artifacts that the filters leave. */
export async function printQuery(given: QueryArguments): Promise<number> {
  if (given.json && given.csv) throw new ClawbackError('USAGE', { detail: 'Either --json or --csv.' })
  const rows = await withStore(given.store, (ledger) => queryStore(ledger, given))
  if (given.json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`)
  else if (given.csv) process.stdout.write(csvOf(rows))
  else process.stdout.write(`${tableOf(rows)}\n${rows.length} artifacts\n`)
  return 0
}

/** Prints some artifacts of each stratum. */
export async function printSample(
  given: Omit<QueryArguments, 'csv'> & { readonly by: Stratum; readonly per: number; readonly seed: string },
): Promise<number> {
  const rows = drawSample(await withStore(given.store, (ledger) => queryStore(ledger, given)), given)
  if (given.json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`)
  else
    process.stdout.write(
      `${table(
        [given.by, 'verdict', 'artifact', 'source'],
        rows.map((row) => [row.stratum, verdictCell(row), row.name, row.sources[0] ?? '']),
      )}\n${rows.length} artifacts\n`,
    )
  return 0
}

const columns = [
  'artifact',
  'name',
  'kind',
  'verdict',
  'score',
  'basis',
  'examined',
  'labels',
  'families',
  'labelled',
  'sources',
  'rules',
] as const

function csvOf(rows: readonly ArtifactRow[]): string {
  const lines = rows.map((row) =>
    csvLine(columns.map((name) => (Array.isArray(row[name]) ? row[name].join(' ') : String(row[name])))),
  )
  return [csvLine(columns), ...lines].join('')
}

function tableOf(rows: readonly ArtifactRow[]): string {
  return table(
    ['verdict', 'score', 'artifact', 'kind', 'label', 'rules', 'source'],
    rows.map((row) => [
      verdictCell(row),
      String(row.score),
      row.name,
      row.kind,
      row.labels.join(' '),
      row.rules.join(' '),
      row.sources[0] ?? '',
    ]),
    48,
  )
}

function verdictCell({ verdict }: ArtifactRow): { text: string; colour: ReturnType<typeof colourOf> } {
  return { text: verdict, colour: colourOf(verdict) }
}
