import type { JSX } from 'preact'
import type { ReportIncident, StoryNode } from '@clawback/model'
import { Badge } from './parts/badge.jsx'

/** One incident: its alerts, the chain of who did what, and what the response measured. */
export function IncidentView({ incident }: { readonly incident: ReportIncident }): JSX.Element {
  return (
    <section class="incident" aria-label={`incident ${incident.id}`}>
      <h2>{incident.title}</h2>
      <p class="muted">incident {incident.id}</p>
      <ul>
        {incident.alerts.map((alert) => (
          <li key={alert.id}>
            <Badge label={alert.level} /> {alert.title}{' '}
            <span class="muted">
              {alert.rule}, response level {alert.response}
            </span>
          </li>
        ))}
      </ul>
      {incident.measures.length > 0 && (
        <dl class="facts">
          {incident.measures.map((measure) => (
            <>
              <dt>{measure.name}</dt>
              <dd>
                {measure.value} {measure.unit}
              </dd>
            </>
          ))}
        </dl>
      )}
      <h3>Attribution chain</h3>
      <ul class="tree story">
        <Story node={incident.story} />
      </ul>
    </section>
  )
}

function Story({ node }: { readonly node: StoryNode }): JSX.Element {
  return (
    <li>
      <strong>{node.confidence > 0 ? node.who : 'unattributed'}</strong> {node.what}{' '}
      {node.target === '' ? '' : <code>{node.target}</code>}
      <span class="muted">
        {node.credential === '' ? '' : ` with ${node.credential}`} {node.time}{' '}
        {node.confidence > 0 ? `(${node.confidence.toFixed(2)})` : ''} {node.evidence}
      </span>
      {node.alerts.map((alert) => (
        <em key={alert} class="alert">
          {' '}
          ▲ {alert}
        </em>
      ))}
      {node.children.length > 0 && (
        <ul class="tree">
          {node.children.map((child, i) => (
            <Story key={i} node={child} />
          ))}
        </ul>
      )}
    </li>
  )
}
