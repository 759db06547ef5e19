import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { ReportString } from '@clawback/model'
import { Section } from '../parts/section.jsx'

interface Props {
  readonly strings: readonly ReportString[]
  readonly cut: number
}

const page = 40
const kinds: ReadonlyMap<string, string> = new Map([
  ['text.hidden', 'hidden'],
  ['text.decoded', 'decoded'],
  ['bytes.match', 'bytes'],
  ['code.string', 'constant'],
])

/** Strings read out of it: hidden and decoded text first, then what byte probes found, then constants of code. */
export function Strings({ strings, cut }: Props): JSX.Element {
  const [filter, setFilter] = useState('')
  const [shown, setShown] = useState(page)
  const wanted = filter.toLowerCase()
  const chosen = strings.filter(({ text, where }) => `${text}\n${where}`.toLowerCase().includes(wanted))
  return (
    <Section id="strings" title="Strings" count={strings.length + cut}>
      {strings.length === 0 ? (
        <p class="muted">None that an engine took out.</p>
      ) : (
        <>
          <label class="filter">
            <span>Filter strings</span>{' '}
            <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />{' '}
            <span class="muted" role="status">
              {chosen.length.toLocaleString('en')} shown
            </span>
          </label>
          <table class="strings">
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Where</th>
                <th scope="col">Text</th>
              </tr>
            </thead>
            <tbody>
              {chosen.slice(0, shown).map(({ kind, where, text }) => (
                <tr key={`${kind} ${text}`} class={kind === 'text.hidden' ? 'marked' : ''}>
                  <td>{kinds.get(kind) ?? kind}</td>
                  <td class="muted">{where}</td>
                  <td>
                    <code>{text}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {chosen.length > shown && (
            <button type="button" onClick={() => setShown(shown + 400)}>
              {(chosen.length - shown).toLocaleString('en')} more
            </button>
          )}
          {cut > 0 && <p class="muted">{cut.toLocaleString('en')} further strings are in the store only.</p>}
        </>
      )}
    </Section>
  )
}
