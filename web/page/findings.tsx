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
        <details
          key={i}
          open={
            finding.suppressed === undefined && (finding.level === 'critical' || finding.level === 'high')
          }
        >
          <summary>
            <Badge label={finding.level} /> {finding.suppressed === undefined ? '' : '(suppressed) '}
            {finding.title}{' '}
            <span class="muted">
              {finding.rule} {finding.pack}@{finding.version}
            </span>
          </summary>
          <Decision finding={finding} />
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
          {finding.more !== undefined && <p class="muted">And {finding.more} more places.</p>}
          {finding.falsePositives.length > 0 && (
            <p class="muted">Would be benign if: {finding.falsePositives.join('; ')}</p>
          )}
          {finding.fix !== undefined && <p>What to do: {finding.fix}</p>}
        </details>
      ))}
    </section>
  )
}

/** What a person decided about a finding: suppressed with its reason, or no longer. */
function Decision({ finding }: { readonly finding: Finding }): JSX.Element | null {
  const { suppressed, expired } = finding
  if (suppressed !== undefined)
    return (
      <p>
        <strong>Suppressed</strong> until {suppressed.expires}: {suppressed.reason}{' '}
        <span class="muted">{suppressed.source}</span>
      </p>
    )
  if (expired === undefined) return null
  return (
    <p>
      <strong>Its suppression expired</strong> on {expired.expires}: {expired.reason}{' '}
      <span class="muted">{expired.source}</span>
    </p>
  )
}
