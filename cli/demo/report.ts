import type { ReportIncident } from '@clawback/model'
import { reportStory } from '../work/report/story.js'
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
  return {
    id: incident?.id ?? '',
    title: `Incident ${incident?.id ?? ''}: ${incident?.level ?? ''}, response level ${incident?.response ?? 0}`,
    alerts: [...new Map(alerts.map((alert) => [alert.rule, alert])).values()],
    measures,
    story: reportStory(story),
  }
}
