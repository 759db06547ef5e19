import { numberOf, textOf } from '@clawback/ledger'
import type { Row } from '@clawback/ledger'
import type { Verdict } from '@clawback/model'

/** One line per artifact, newest examination. */
export interface StoredRow {
  readonly artifact: string
  readonly name: string
  readonly kind: string
  readonly verdict: Verdict['label']
  readonly score: number
  readonly basis: Verdict['basis']
  /** RFC 3339. */
  readonly examined: string
}

export const columns = 'artifact, name, kind, verdict, score, basis, examined'

export function storedRow(row: Row): StoredRow {
  return {
    artifact: textOf(row, 'artifact'),
    name: textOf(row, 'name'),
    kind: textOf(row, 'kind'),
    verdict: textOf(row, 'verdict') as StoredRow['verdict'],
    score: numberOf(row, 'score'),
    basis: textOf(row, 'basis') as StoredRow['basis'],
    examined: textOf(row, 'examined'),
  }
}
