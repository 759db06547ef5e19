import { guardClient } from '@clawback/guard'
import type { GuardClient } from '@clawback/guard'
import { renderReport } from '@clawback/lab'
import type { ReportIncident } from '@clawback/model'
import { systemClock } from '../../clock.js'
import { openDestination } from '../destination.js'
import { pageAssets } from '../page.js'
import { reportStory } from './story.js'

interface IncidentArguments {
  readonly socket: string
  readonly incident: string
  readonly output: string
}

/** Writes one HTML file about an incident that a running guard knows. */
export async function writeIncident({ socket, incident, output }: IncidentArguments): Promise<number> {
  const destination = await openDestination(output)
  try {
    const told = await incidentPage(guardClient(socket), incident)
    const made = new Date(systemClock.now()).toISOString()
    const data = { title: told.title, made, artifacts: [], incidents: [told] }
    await destination.commit(renderReport(data, await pageAssets()))
  } finally {
    await destination.discard()
  }
  return 0
}

/** What a guard knows of an incident, as its page shows it. */
export async function incidentPage(
  client: Pick<GuardClient, 'incident' | 'story'>,
  id: string,
): Promise<ReportIncident> {
  const { incident, alerts } = await client.incident(id)
  return {
    id,
    title: `Incident ${id}: ${incident.level}, response level ${incident.response}, ${incident.state}`,
    alerts: [...new Map(alerts.map((alert) => [alert.rule, alert])).values()],
    measures: [],
    story: reportStory(await client.story(id)),
  }
}
