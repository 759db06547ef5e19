import type { JSX } from 'preact'
import type { ReportArtifact } from '@clawback/model'
import { Badge } from './badge.jsx'
import { Capabilities } from './capabilities.jsx'
import { Findings } from './findings.jsx'
import { Processes } from './processes.jsx'
import { Timeline } from './timeline.jsx'

interface Props {
  readonly artifact: ReportArtifact
  readonly onBack: () => void
}

/** One artifact: verdict with its reasons, findings with evidence, capabilities, processes and the timeline. */
export function ArtifactView({ artifact, onBack }: Props): JSX.Element {
  const { verdict, coverage } = artifact
  return (
    <article>
      <p>
        <button type="button" onClick={onBack}>
          ← All artifacts
        </button>
      </p>
      <h2>
        {artifact.name} <Badge label={verdict.label} />
      </h2>
      <dl class="facts">
        <dt>Identity</dt>
        <dd>
          <code>{artifact.id}</code>
        </dd>
        <dt>Origin</dt>
        <dd>
          {artifact.origin.type}: {artifact.origin.locator}
          {artifact.origin.inside === undefined ? '' : ` › ${artifact.origin.inside}`}
        </dd>
        <dt>Verdict</dt>
        <dd>
          {verdict.label}, score {verdict.score}, basis {verdict.basis}, by {verdict.policy}
          {verdict.suppressed === undefined ? '' : `; ${verdict.suppressed} suppressed matches left out`}
        </dd>
        <dt>Coverage</dt>
        <dd>
          {coverage.files.read} of {coverage.files.total} files read
          {coverage.entries === undefined
            ? '; nothing was run'
            : `; ${coverage.entries.ran} of ${coverage.entries.total} entry points ran past their imports`}
          {coverage.since === undefined
            ? ''
            : `; examined because of changes since ${coverage.since.ref}: ${coverage.since.changed.join(', ')}`}
        </dd>
      </dl>
      {verdict.because.length > 0 && (
        <ul>
          {verdict.because.map((reason) => (
            <li key={reason.condition}>
              {reason.text} <span class="muted">(+{reason.weight})</span>
            </li>
          ))}
        </ul>
      )}
      <Findings findings={artifact.findings} />
      <Capabilities artifact={artifact} />
      <Processes processes={artifact.processes} runs={artifact.runs} />
      <Timeline rows={artifact.timeline} cut={artifact.timelineCut} />
      {coverage.gaps.length > 0 && (
        <section>
          <h3>Not looked at</h3>
          <ul>
            {coverage.gaps.map((gap, i) => (
              <li key={i}>
                <strong>{gap.reason}</strong> {gap.path === undefined ? '' : <code>{gap.path}</code>}{' '}
                {gap.detail}
                {gap.material ? ' (material)' : ''}
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  )
}
