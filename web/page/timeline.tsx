import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { TimelineRow } from '@clawback/model'

interface Props {
  readonly rows: readonly TimelineRow[]
  readonly cut: number
}

const page = 200

/** The events of the runs in order; rows that rules rest on are marked. */
export function Timeline({ rows, cut }: Props): JSX.Element {
  const [shown, setShown] = useState(page)
  const [marked, setMarked] = useState(false)
  const chosen = marked ? rows.filter((row) => row.rules.length > 0) : rows
  return (
    <section>
      <h3>Timeline</h3>
      {rows.length === 0 ? (
        <p class="muted">No events.</p>
      ) : (
        <>
          <label>
            <input
              type="checkbox"
              checked={marked}
              onChange={(event) => setMarked(event.currentTarget.checked)}
            />{' '}
            only events that rules rest on
          </label>
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Run#seq</th>
                  <th scope="col">ms</th>
                  <th scope="col">Event</th>
                  <th scope="col">What</th>
                  <th scope="col">Process</th>
                  <th scope="col">Rules</th>
                </tr>
              </thead>
              <tbody>
                {chosen.slice(0, shown).map((row) => (
                  <tr key={row.id} class={row.rules.length > 0 ? 'marked' : ''}>
                    <td class="number">
                      {row.run.slice(0, 8)}#{row.seq}
                    </td>
                    <td class="number">{Math.round(row.ms)}</td>
                    <td>{row.kind}</td>
                    <td>
                      <code>{row.what}</code>
                    </td>
                    <td>{row.process}</td>
                    <td>{row.rules.join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {chosen.length > shown && (
            <button type="button" onClick={() => setShown(shown + page)}>
              {chosen.length - shown} more
            </button>
          )}
          {cut > 0 && <p class="muted">{cut} further events are in the trace, not on this page.</p>}
        </>
      )}
    </section>
  )
}
