import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Basis, ReportArtifact } from '@clawback/model'
import { Section } from '../parts/section.jsx'

type Capability = ReportArtifact['capabilities'][number]

const bases = ['declared', 'static', 'observed'] as const
const meanings: Readonly<Record<Exclude<Basis, 'live'>, string>> = {
  declared: 'it says so',
  static: 'its code could',
  observed: 'it did',
}
/** Targets of one action that are shown at first. */
const few = 10

/** The capability matrix: what was declared, what the code could do, what it did; one row for each action and target. */
export function Capabilities({ artifact }: { readonly artifact: ReportArtifact }): JSX.Element {
  const hidden = new Set(artifact.hidden)
  const actions = [...new Set(artifact.capabilities.map(({ action }) => action))]
  return (
    <Section id="capabilities" title="Capabilities" count={artifact.capabilities.length}>
      {actions.length === 0 ? (
        <p class="muted">None seen.</p>
      ) : (
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Action</th>
              <th scope="col">Target</th>
              {bases.map((basis) => (
                <th scope="col" key={basis} class="mark">
                  {basis}
                  <span class="meaning">{meanings[basis]}</span>
                </th>
              ))}
            </tr>
          </thead>
          {actions.map((action) => (
            <Action
              key={action}
              action={action}
              targets={artifact.capabilities.filter((one) => one.action === action)}
              hidden={hidden}
              ran={artifact.runs.length > 0}
            />
          ))}
        </table>
      )}
    </Section>
  )
}

interface ActionProps {
  readonly action: string
  readonly targets: readonly Capability[]
  /** `action target` of what was observed and not declared. */
  readonly hidden: ReadonlySet<string>
  readonly ran: boolean
}

/** The targets of one action; what was declared or written first, for it is few. */
function Action({ action, targets, hidden, ran }: ActionProps): JSX.Element {
  const [all, setAll] = useState(false)
  const sorted = [...targets].sort((a, b) => b.bases.length - a.bases.length)
  const shown = all ? sorted : sorted.slice(0, few)
  return (
    <tbody>
      {shown.map(({ target, bases: on }, at) => (
        <tr key={target}>
          {at === 0 && (
            <th scope="rowgroup" rowSpan={shown.length + (targets.length > shown.length ? 1 : 0)}>
              {action}
            </th>
          )}
          <td>
            <code>{target}</code>
          </td>
          {bases.map((basis) => (
            <td key={basis} class="mark">
              {basis === 'declared' && hidden.has(`${action} ${target}`) ? (
                <span class="only">not declared</span>
              ) : (
                mark(on.includes(basis), basis === 'observed' && !ran)
              )}
            </td>
          ))}
        </tr>
      ))}
      {targets.length > shown.length && (
        <tr>
          <td colSpan={4}>
            <button type="button" class="plain" onClick={() => setAll(true)}>
              {targets.length - shown.length} more targets of {action}
            </button>
          </td>
        </tr>
      )}
    </tbody>
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
