import { errorTable } from '@clawback/model'
import type { Pack } from '@clawback/model'
import { maybeTextOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { renderSarif } from '../formats/sarif/log.js'
import type { Failure } from '../formats/survey.js'
import { lastRun } from '../store/health.js'
import type { Examined } from './examined.js'

export interface SarifOptions {
  /** Packs at hand; those that the last run used, by digest, are described in the log. */
  readonly packs: readonly Pack[]
  readonly version: string
  /** Absolute folder that paths of local inputs are told relative to. */
  readonly base: string
}

/** The log that `scan --format sarif` would print. Rules come before results, so the findings are held until the end. */
export async function* renderStoreSarif(
  ledger: Ledger,
  all: AsyncIterable<Examined>,
  { packs, version, base }: SarifOptions,
): AsyncGenerator<string> {
  const used = (await lastRun(ledger))?.packs ?? []
  const examinations = []
  for await (const { one } of all) examinations.push({ ...one, records: [], matches: [], traces: [] })
  yield renderSarif({
    version,
    packs: packs.filter(({ manifest, digest }) =>
      used.includes(`${manifest.name}@${manifest.version} ${digest}`),
    ),
    examinations,
    failures: await failuresOf(ledger),
    failing: [],
    base,
    expired: [],
  })
}

/** What could not be looked at is told whatever was selected: nobody knows whether it would have been. */
async function failuresOf(ledger: Ledger): Promise<readonly Failure[]> {
  const rows = await ledger.all('SELECT locator, code, reason FROM problems ORDER BY source')
  return rows.map((row) => {
    const code = textOf(row, 'code')
    const mend = (errorTable as Readonly<Record<string, readonly [number, string, string] | undefined>>)[
      code
    ]?.[2]
    return {
      locator: textOf(row, 'locator'),
      code,
      message: maybeTextOf(row, 'reason') ?? '',
      mend: mend === undefined || mend.includes('{') ? '' : mend,
    }
  })
}
