import type { JSX } from 'preact'
import type { Basis, ReportArtifact } from '@clawback/model'
import { Section } from '../parts/section.jsx'

const bases = ['declared', 'static', 'observed'] as const
const meanings: Readonly<Record<Exclude<Basis, 'live'>, string>> = {
  declared: 'it says so',
  static: 'its code could',
  observed: 'it did',
}

/** The capability matrix: what was declared, what the code could do, what it did; one row for each action and target. */
export function Capabilities({ artifact }: { readonly artifact: ReportArtifact }): JSX.Element {
  const hidden = new Set(artifact.hidden)
  const ran = artifact.runs.length > 0
  return (
    <Section id="capabilities" title="Capabilities" count={artifact.capabilities.length}>
      {artifact.capabilities.length === 0 ? (
        <p class="muted">None seen.</p>
      ) : (
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Action</th>
              <th scope="col">Target</th>
              {bases.map((basis) => (
                <th scope="col" key={basis} class="mark">
                  {basis} <span class="muted">{meanings[basis]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {artifact.capabilities.map((one, i) => {
              const first = artifact.capabilities[i - 1]?.action !== one.action
              const unsaid = hidden.has(`${one.action} ${one.target}`)
              return (
                <tr key={i} class={`${first ? 'first' : ''} ${unsaid ? 'marked' : ''}`}>
                  <th scope="row" class={first ? '' : 'again'}>
                    {one.action}
                  </th>
                  <td>
                    <code>{one.target}</code>
                    {unsaid && <span class="only"> seen, and not declared</span>}
                  </td>
                  {bases.map((basis) => (
                    <td key={basis} class="mark">
                      {mark(one.bases.includes(basis), basis === 'observed' && !ran)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Section>
  )
}

/** A dot, and the same in words: what was not run is neither yes nor no. */
function mark(yes: boolean, unknown: boolean): JSX.Element {
  const [sign, text] = yes ? ['●', 'yes'] : unknown ? ['?', 'not run'] : ['·', 'no']
  return (
    <>
      <span aria-hidden="true" class={yes ? 'yes' : 'no'}>
        {sign}
      </span>
      <span class="hidden-text">{text}</span>
    </>
  )
}
