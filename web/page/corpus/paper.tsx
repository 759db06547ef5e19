import type { CorpusIndex } from '@clawback/model'
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { cells } from './cells.jsx'
import type { SearchRow } from './search.js'

/** Rows that go on paper. */
const most = 1_000

/** The table as it is printed: all that the search leaves, up to a bound that is said. Made only when it is printed. */
export function Paper({
  rows,
  index,
}: {
  readonly rows: readonly SearchRow[]
  readonly index: CorpusIndex
}): JSX.Element | null {
  const [printing, setPrinting] = useState(() => matchMedia('print').matches)
  useEffect(() => {
    const media = matchMedia('print')
    const follow = (): void => setPrinting(media.matches)
    const before = (): void => setPrinting(true)
    media.addEventListener('change', follow)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', follow)
    return () => {
      media.removeEventListener('change', follow)
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', follow)
    }
  }, [])
  if (!printing) return null
  return (
    <div class="paper">
      <table>
        <thead>
          <tr>
            {cells.map(({ column, title }) => (
              <th scope="col" key={column}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map(({ row }) => (
            <tr key={row.id}>
              {cells.map(({ column, draw }) => (
                <td key={column} class={column}>
                  {draw(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most && (
        <p>
          {(rows.length - most).toLocaleString('en')} more artifacts are not printed; search for fewer, or use{' '}
          <code>clawback query --csv</code>.
        </p>
      )}
    </div>
  )
}
