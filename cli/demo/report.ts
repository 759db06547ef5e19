import type { ReportIncident, StoryNode } from '@clawback/model'
import type { StoryLine } from '@clawback/guard'
import type { NightResult } from './guard-act.js'

/** The night's incident as the report page shows it. */
export function reportIncident({ incident, alerts, story, report }: NightResult): ReportIncident {
  const measures = [
    { name: 'event to decision', value: report?.eventToDecision ?? NaN, unit: 'ms' },
    { name: 'decision to accepted', value: report?.decisionToAccepted ?? NaN, unit: 'ms' },
    { name: 'accepted to effective', value: report?.acceptedToEffective ?? NaN, unit: 'ms' },
    {
      name: 'agent calls that got through after the decision',
      value: report?.overrun.calls ?? NaN,
      unit: '',
    },
  ].filter(({ value }) => Number.isFinite(value))
  const [root, ...rest] = story.map(storyNode)
  return {
    id: incident?.id ?? '',
    title: `Incident ${incident?.id ?? ''}: ${incident?.level ?? ''}, response level ${incident?.response ?? 0}`,
    alerts: [...new Map(alerts.map((alert) => [alert.rule, alert])).values()],
    measures,
    story: root === undefined ? empty : { ...root, children: [...root.children, ...rest] },
  }
}

const empty: StoryNode = {
  kind: '', who: 'unattributed', what: 'nothing was seen', target: '', credential: '', time: '', evidence: '', confidence: 0,
  alerts: [], children: [],
} // prettier-ignore

function storyNode(line: StoryLine): StoryNode {
  return {
    kind: line.kind,
    who: line.who,
    what: line.what,
    target: line.on ?? '',
    credential: line.credential ?? '',
    time: line.time,
    evidence: line.ref,
    confidence: line.score,
    alerts: line.rules,
    children: line.children.map(storyNode),
  }
}
