import type { ComponentChildren, JSX } from 'preact'
import type { ReportArtifact } from '@clawback/model'
import { Badge } from '../parts/badge.jsx'
import { ViewHeading } from '../parts/heading.jsx'
import { Capabilities } from './capabilities.jsx'
import { Coverage } from './coverage.jsx'
import { Findings } from './findings.jsx'
import { Identity } from './identity.jsx'
import { Network } from './network.jsx'
import { Processes } from './processes.jsx'
import { Strings } from './strings.jsx'
import { Timeline } from './timeline.jsx'

interface Props {
  readonly artifact: ReportArtifact
  /** The way back to where it was opened from. */
  readonly back: ComponentChildren
}

/** One artifact: verdict with its reasons, findings beside their source, capabilities, network, processes, timeline, strings. */
export function ArtifactView({ artifact, back }: Props): JSX.Element {
  const { verdict, coverage } = artifact
  const parts = [
    ['findings', 'Findings', artifact.findings.length],
    ['capabilities', 'Capabilities', artifact.capabilities.length],
    ['network', 'Network', artifact.hosts.length],
    ['processes', 'Processes', artifact.processes.length],
    ['timeline', 'Timeline', artifact.timeline.length + artifact.timelineCut],
    ['strings', 'Strings', artifact.strings.length + artifact.stringsCut],
    ['coverage', 'Not looked at', coverage.gaps.length],
  ] as const
  return (
    <article class="artifact">
      <p class="back">{back}</p>
      <div class="title">
        <ViewHeading title={`${artifact.name}: ${verdict.label}`}>{artifact.name}</ViewHeading>
        <p class={`verdict ${verdict.label}`}>
          <Badge label={verdict.label} /> <span class="score">{verdict.score}</span>
          <span class="muted"> of 100</span>
        </p>
      </div>
      <Reasons artifact={artifact} />
      <Identity artifact={artifact} />
      <nav aria-label="Parts of this artifact" class="parts">
        {parts.map(([id, title, count]) => (
          <button
            key={id}
            type="button"
            onClick={() => document.getElementById(id)?.scrollIntoView({ block: 'start' })}
          >
            {title} <span class="count">{count.toLocaleString('en')}</span>
          </button>
        ))}
      </nav>
      <Findings findings={artifact.findings} quotes={artifact.quotes} />
      <Capabilities artifact={artifact} />
      <Network artifact={artifact} />
      <Processes processes={artifact.processes} runs={artifact.runs} />
      <Timeline rows={artifact.timeline} cut={artifact.timelineCut} />
      <Strings strings={artifact.strings} cut={artifact.stringsCut} />
      <Coverage artifact={artifact} />
    </article>
  )
}

/** Why the verdict is what it is: every condition that held, with what it weighs. */
function Reasons({ artifact: { verdict } }: { readonly artifact: ReportArtifact }): JSX.Element {
  if (verdict.because.length === 0) return <p class="muted lead">No condition of {verdict.policy} held.</p>
  const heaviest = Math.max(...verdict.because.map(({ weight }) => weight))
  const reasons = [...verdict.because].sort((a, b) => b.weight - a.weight)
  return (
    <ul class="reasons" aria-label="Reasons of the verdict">
      {reasons.map(({ condition, weight, text }) => (
        <li key={condition}>
          <span class="weight" aria-hidden="true">
            <span style={{ width: `${heaviest === 0 ? 0 : (Math.max(0, weight) / heaviest) * 100}%` }} />
          </span>
          <span class="number">+{weight}</span> {text} <span class="muted">{condition}</span>
        </li>
      ))}
    </ul>
  )
}
