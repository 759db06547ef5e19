import type { JSX } from 'preact'
import type { Evidence, Finding, Quote } from '@clawback/model'
import { Badge } from '../parts/badge.jsx'
import { Section } from '../parts/section.jsx'
import { SourceLines } from './quote.jsx'

interface Props {
  readonly findings: readonly Finding[]
  readonly quotes: readonly Quote[]
}

/** Findings, each with the places a person can look at beside the lines of the sample. */
export function Findings({ findings, quotes }: Props): JSX.Element {
  return (
    <Section id="findings" title="Findings" count={findings.length}>
      {findings.length === 0 && <p class="muted">None.</p>}
      {findings.map((finding, i) => (
        <details
          key={i}
          class={`finding ${finding.level}`}
          open={
            finding.suppressed === undefined && (finding.level === 'critical' || finding.level === 'high')
          }
        >
          <summary>
            <Badge label={finding.level} /> {finding.suppressed === undefined ? '' : '(suppressed) '}
            <span class="finding-title">{finding.title}</span>{' '}
            <span class="muted">
              {finding.rule} · {finding.pack}@{finding.version}
            </span>
          </summary>
          <div class="finding-body">
            <Decision finding={finding} />
            {finding.why !== finding.title && <p>{finding.why}</p>}
            {finding.disclosure === 'said' && (
              <p class="muted">The artifact says openly that it does this.</p>
            )}
            {finding.disclosure === 'unsaid' && (
              <p>That it does this was not found in its name, description or documents.</p>
            )}
            <ul class="evidence">
              {finding.evidence.map((evidence) => (
                <Place key={evidence.record} evidence={evidence} quotes={quotes} />
              ))}
            </ul>
            {finding.more !== undefined && <p class="muted">And {finding.more} more places.</p>}
            {finding.tags.length > 0 && (
              <p class="tags">
                {finding.tags.map((tag) => (
                  <span key={tag}>{tag}</span>
                ))}
              </p>
            )}
            {finding.falsePositives.length > 0 && (
              <p class="muted">Would be benign if: {finding.falsePositives.join('; ')}</p>
            )}
            {finding.fix !== undefined && <p>What to do: {finding.fix}</p>}
          </div>
        </details>
      ))}
    </Section>
  )
}

/** One place: the lines of the sample, and beside them what the engine saw there. */
function Place({
  evidence,
  quotes,
}: {
  readonly evidence: Evidence
  readonly quotes: readonly Quote[]
}): JSX.Element {
  const { record, kind, where, excerpt, region } = evidence
  return (
    <li>
      <p class="place">
        <code>{where}</code> <span class="muted">{kind}</span>
      </p>
      <div class="beside">
        {region !== undefined && <SourceLines region={region} quotes={quotes} />}
        <div class="seen">
          <pre>{excerpt}</pre>
          <span class="muted record">record {record}</span>
        </div>
      </div>
    </li>
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
