import type { JSX } from 'preact'
import type { ReportArtifact } from '@clawback/model'
import { Section } from '../parts/section.jsx'

/** What was not looked at: it is not clean, it is unknown. */
export function Coverage({ artifact: { coverage } }: { readonly artifact: ReportArtifact }): JSX.Element {
  const engines = Object.entries(coverage.engines)
  return (
    <Section id="coverage" title="Not looked at" count={coverage.gaps.length}>
      {coverage.gaps.length === 0 && <p class="muted">Nothing was left out.</p>}
      <ul class="list">
        {coverage.gaps.map((gap, i) => (
          <li key={i}>
            <strong>{gap.reason}</strong> {gap.path === undefined ? '' : <code>{gap.path}</code>} {gap.detail}
            {gap.material ? <span class="only"> material</span> : ''}
          </li>
        ))}
      </ul>
      {engines.length > 0 && (
        <p class="muted">Engines: {engines.map(([name, outcome]) => `${name} ${outcome}`).join(', ')}</p>
      )}
    </Section>
  )
}
