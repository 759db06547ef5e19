import type { CorpusIndex, HostIndex } from '@clawback/model'
import { useEffect, useState } from 'preact/hooks'
import { loadRows, told } from './load.js'
import { searchIndexOf, searchRow } from './search.js'
import type { SearchRow } from './search.js'

/** The rows of the table as far as they are loaded. */
export interface Rows {
  readonly rows: readonly SearchRow[]
  /** Absent until it is loaded, which is after all rows. */
  readonly hosts?: HostIndex
  readonly failure?: string
}

/** Rows arrive file by file; a page that is left stops taking them in. */
export function useRows(index: CorpusIndex): Rows {
  const [found, setFound] = useState<Rows>({ rows: [] })
  useEffect(() => {
    let wanted = true
    const names = searchIndexOf(index)
    loadRows(index, (more) => {
      if (!wanted) return
      setFound(({ rows }) => ({
        rows: [...rows, ...more.map((row, at) => searchRow(row, rows.length + at, names))],
      }))
    }).then(
      (hosts) => wanted && setFound(({ rows }) => ({ rows, hosts })),
      (error: unknown) => wanted && setFound(({ rows }) => ({ rows, failure: told(error) })),
    )
    return () => {
      wanted = false
    }
  }, [index])
  return found
}
