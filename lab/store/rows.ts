import { gunzipSync, gzipSync } from 'node:zlib'
import { bytesOf, numberOf, textOf } from '@clawback/ledger'
import type { Row, SqlValue } from '@clawback/ledger'
import type { Verdict } from '@clawback/model'
import type { Examination } from '../walk/examine.js'

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

/** Values of one examination row, in the order of {@link columns} and then the body. */
export function examinationValues(one: Examination, examined: string): readonly SqlValue[] {
  const { artifact, verdict } = one
  const body = gzipSync(JSON.stringify(one))
  return [
    artifact.id,
    artifact.name,
    artifact.kind,
    verdict.label,
    verdict.score,
    verdict.basis,
    examined,
    body,
  ]
}

/** Values of the finding rows of one examination. */
export function findingValues(one: Examination): readonly (readonly SqlValue[])[] {
  return one.findings.map((finding) => [
    one.artifact.id,
    finding.rule,
    finding.title,
    finding.level,
    finding.type,
    `${finding.pack}@${finding.version}`,
  ])
}

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

export function examinationOf(row: Row): Examination {
  return JSON.parse(gunzipSync(bytesOf(row, 'body')).toString('utf8')) as Examination
}
