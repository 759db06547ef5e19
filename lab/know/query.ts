import { maybeTextOf, textOf } from '@clawback/ledger'
import type { Ledger, Row, SqlValue } from '@clawback/ledger'
import type { Verdict } from '@clawback/model'
import { storedRow } from '../store/rows.js'
import type { StoredRow } from '../store/rows.js'

/** What is asked of a store. Texts may hold `*` and `?`; several properties must hold together, lists are alternatives. */
export interface Filter {
  /** `action` or `action:target`; an action names those below it too (`net` is `net.connect`). */
  readonly capability?: readonly string[]
  /** A host, or all below it (`example.com` is `a.example.com`). */
  readonly host?: readonly string[]
  readonly verdict?: readonly Verdict['label'][]
  readonly label?: readonly string[]
  readonly rule?: readonly string[]
  readonly name?: readonly string[]
  readonly kind?: readonly string[]
  /** Also what no source holds any more. */
  readonly gone?: boolean
}

/** One artifact as the store knows it. */
export interface ArtifactRow extends StoredRow {
  /** Labels of its copies, by name; several when they disagree. */
  readonly labels: readonly string[]
  readonly families: readonly string[]
  /** Who gave the labels. */
  readonly labelled: readonly string[]
  /** Where it was found, by name. */
  readonly sources: readonly string[]
  /** Rules of its findings, by name. */
  readonly rules: readonly string[]
}

/** SQL of a JSON array of the distinct values of an expression, in order. */
export const list = (expression: string, from: string): string =>
  `(SELECT json_group_array(v) FROM (SELECT DISTINCT ${expression} AS v FROM ${from} WHERE ${expression} IS NOT NULL ORDER BY v))`
const ofCopies = (column: string): string =>
  list(column, `(SELECT * FROM copies c WHERE c.artifact = e.artifact)`)

const select = `SELECT e.artifact, e.name, e.kind, e.verdict, e.score, e.basis, e.examined,
  ${ofCopies('label')} AS labels, ${ofCopies('family')} AS families, ${ofCopies('labelled')} AS labelled,
  ${ofCopies('source')} AS sources,
  ${list('rule', '(SELECT rule FROM finding f WHERE f.artifact = e.artifact)')} AS rules FROM examination e`

/** What is there now: found in a source, or kept by `scan` and `run`, which know of no sources. */
export const present = `(EXISTS (SELECT 1 FROM copy c WHERE c.artifact = e.artifact AND c.until IS NULL)
  OR NOT EXISTS (SELECT 1 FROM copy c WHERE c.artifact = e.artifact))`

/** The artifacts that a filter leaves, gravest first, then by name. */
export async function queryStore(ledger: Ledger, filter: Filter = {}): Promise<readonly ArtifactRow[]> {
  const { where, values } = whereOf(filter)
  const rows = await ledger.all(`${select} ${where} ORDER BY e.score DESC, e.name, e.artifact`, values)
  return rows.map(rowOf)
}

/** Ids of the artifacts that a filter leaves, in the order of {@link queryStore}. */
export async function matchingArtifacts(ledger: Ledger, filter: Filter = {}): Promise<readonly string[]> {
  const { where, values } = whereOf(filter)
  const sql = `SELECT e.artifact FROM examination e ${where} ORDER BY e.score DESC, e.name, e.artifact`
  return (await ledger.all(sql, values)).map((row) => textOf(row, 'artifact'))
}

/** The condition on `examination e` that a filter is, with its values. */
function whereOf(filter: Filter): { readonly where: string; readonly values: readonly SqlValue[] } {
  const parts: string[] = filter.gone === true ? [] : [present]
  const values: SqlValue[] = []
  const any = <T>(
    list: readonly T[] | undefined,
    one: (item: T) => readonly [string, readonly SqlValue[]],
  ): void => {
    if (list === undefined || list.length === 0) return
    const alternatives = list.map(one)
    parts.push(`(${alternatives.map(([sql]) => sql).join(' OR ')})`)
    values.push(...alternatives.flatMap(([, more]) => more))
  }
  const within = (table: string, condition: string): string =>
    `EXISTS (SELECT 1 FROM ${table} x WHERE x.artifact = e.artifact AND ${condition})`
  any(filter.verdict, (label) => ['e.verdict = ?', [label]])
  any(filter.kind, (kind) => ['e.kind = ?', [kind]])
  any(filter.name, (name) => ['e.name GLOB ?', [name]])
  any(filter.rule, (rule) => [within('finding', 'x.rule GLOB ?'), [rule]])
  any(filter.label, (label) => [within('copies', 'x.label GLOB ?'), [label]])
  any(filter.host, (host) => [within('host', '(x.host GLOB ? OR x.host GLOB ?)'), [host, `*.${host}`]])
  any(filter.capability, (text) => {
    const [action, target] = splitCapability(text)
    const sql = within('capability', '(x.action GLOB ? OR x.action GLOB ?) AND x.target GLOB ?')
    return [sql, [action, `${action}.*`, target]]
  })
  return { where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

function splitCapability(text: string): readonly [string, string] {
  const at = text.indexOf(':')
  return at < 0 ? [text, '*'] : [text.slice(0, at), text.slice(at + 1)]
}

function rowOf(row: Row): ArtifactRow {
  const items = (column: string): readonly string[] =>
    JSON.parse(maybeTextOf(row, column) ?? '[]') as string[]
  return {
    ...storedRow(row),
    labels: items('labels'),
    families: items('families'),
    labelled: items('labelled'),
    sources: items('sources'),
    rules: items('rules'),
  }
}
