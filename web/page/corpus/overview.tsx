import type { CorpusIndex } from '@clawback/model'
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { ViewHeading } from '../parts/heading.jsx'
import { Distributions } from './distributions.jsx'
import { Grid } from './grid.jsx'
import { Paper } from './paper.jsx'
import { Problems } from './problems.jsx'
import { parseSearch, search as searchFor } from './search.js'
import { SearchField } from './search-field.jsx'
import { sortRows } from './sort.js'
import type { Order } from './sort.js'
import type { Rows } from './use-rows.js'

interface Props {
  readonly index: CorpusIndex
  readonly rows: Rows
  readonly search: string
  readonly onSearch: (search: string) => void
}

/** Distributions that are filters at the same time, and the table of all artifacts. */
export function Overview({ index, rows: { rows, hosts, failure }, search, onSearch }: Props): JSX.Element {
  const [order, setOrder] = useState<Order>({ column: 'score', descending: true })
  const sorted = useMemo(() => sortRows(rows, order), [rows, order])
  const shown = useMemo(() => searchFor(sorted, parseSearch(search), hosts), [sorted, search, hosts])
  const loading = failure === undefined && (rows.length < index.artifacts || hosts === undefined)
  return (
    <>
      <ViewHeading title={index.title}>Artifacts</ViewHeading>
      <Distributions index={index} search={search} onSearch={onSearch} />
      <SearchField search={search} onSearch={onSearch}>
        {shown.length.toLocaleString('en')} of {index.artifacts.toLocaleString('en')} artifacts
        {loading ? ` · loading, ${rows.length.toLocaleString('en')} so far` : ''}
      </SearchField>
      {failure !== undefined && (
        <p role="alert" class="warning">
          The table is not whole: {failure}
        </p>
      )}
      <Grid rows={shown} index={index} order={order} onOrder={setOrder} busy={loading} />
      <Paper rows={shown} index={index} />
      <Problems problems={index.problems} cut={index.problemsCut} />
    </>
  )
}
