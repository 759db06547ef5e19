import type { JSX } from 'preact'
import type { Finding } from '@clawback/model'
import { Badge } from './badge.jsx'

/** Findings, each with the places a person can look at. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }): JSX.Element {
  return (
    <section>
      <h3>Findings</h3>
      {findings.length === 0 && <p class="muted">None.</p>}
      {findings.map((finding, i) => (
        <details key={i} open={finding.level === 'critical' || finding.level === 'high'}>
          <summary>
            <Badge label={finding.level} /> {finding.title} <span class="muted">{finding.rule}</span>
          </summary>
          <p>{finding.why}</p>
          {finding.disclosure === 'said' && <p class="muted">The artifact says openly that it does this.</p>}
          {finding.disclosure === 'unsaid' && (
            <p>That it does this was not found in its name, description or documents.</p>
          )}
          <ul class="evidence">
            {finding.evidence.map((evidence) => (
              <li key={evidence.record}>
                <code>{evidence.where}</code> <span class="muted">{evidence.kind}</span>
                <pre>{evidence.excerpt}</pre>
                <span class="muted">record {evidence.record}</span>
              </li>
            ))}
          </ul>
          {finding.falsePositives.length > 0 && (
            <p class="muted">Would be benign if: {finding.falsePositives.join('; ')}</p>
          )}
        </details>
      ))}
    </section>
  )
}
