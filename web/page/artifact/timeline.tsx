import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { TimelineRow } from '@clawback/model'
import { Section } from '../parts/section.jsx'
import { Lanes } from './lanes.jsx'

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
    <Section id="timeline" title="Timeline" count={rows.length + cut}>
      {rows.length === 0 ? (
        <p class="muted">No events.</p>
      ) : (
        <>
          <Lanes rows={rows} />
          <label class="only-marked">
            <input
              type="checkbox"
              checked={marked}
              onChange={(event) => setMarked(event.currentTarget.checked)}
            />{' '}
            only events that rules rest on ({rows.filter((row) => row.rules.length > 0).length})
          </label>
          <table class="events">
            <thead>
              <tr>
                <th scope="col" class="number">
                  ms
                </th>
                <th scope="col">Run#seq</th>
                <th scope="col">Event</th>
                <th scope="col">What</th>
                <th scope="col">Process</th>
                <th scope="col">Rules</th>
              </tr>
            </thead>
            <tbody>
              {chosen.slice(0, shown).map((row) => (
                <tr key={row.id} class={row.rules.length > 0 ? 'marked' : ''}>
                  <td class="number">{Math.round(row.ms).toLocaleString('en')}</td>
                  <td class="muted nowrap">
                    {row.run.slice(0, 8)}#{row.seq}
                  </td>
                  <td class="nowrap">{row.kind}</td>
                  <td>
                    <code>{row.what}</code>
                  </td>
                  <td class="muted nowrap">{row.process}</td>
                  <td>{row.rules.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {chosen.length > shown && (
            <button type="button" onClick={() => setShown(shown + page)}>
              {(chosen.length - shown).toLocaleString('en')} more
            </button>
          )}
          {cut > 0 && (
            <p class="muted">{cut.toLocaleString('en')} further events are in the trace, not on this page.</p>
          )}
        </>
      )}
    </Section>
  )
}
