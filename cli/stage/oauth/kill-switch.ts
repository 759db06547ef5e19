import { ClawbackError } from '@clawback/model'
import type { Agent, AgentReport } from './agent.js'

/** What a kill switch came to, seen from outside: from the agent's process and the human's token. */
export interface KillSwitchReport {
  /** Milliseconds from the raw event to the decision, to the provider's yes, to the proof that access is gone. */
  readonly eventToDecision: number
  readonly decisionToAccepted: number
  readonly acceptedToEffective: number
  /** Reads the agent still got answered that it began after the decision, and their rows. */
  readonly overrun: { readonly calls: number; readonly rows: number }
  /** Of those, the ones it began after access was proven gone: anything but 0 makes the proof worthless. */
  readonly afterProof: number
  /** What the agent's first read was answered that did not get through. */
  readonly agentStatus: number
  readonly agentAlive: boolean
  /** The human's own token at the same resource, at the same time. */
  readonly humanStatus: number
}

export interface KillSwitchWitness {
  readonly agent: Agent
  /** Milliseconds since the epoch at which the raw event was written. */
  readonly eventAt: number
  /** RFC 3339 times of the states of the revocation. */
  readonly times: Readonly<Record<string, string | undefined>>
  /** What the records service answers the human now. */
  human(): Promise<number>
}

/** Waits for the agent to meet the closed door, and adds up. Times of two processes of one machine are compared. */
export async function witnessKillSwitch(seen: KillSwitchWitness): Promise<KillSwitchReport> {
  const { agent, eventAt, times } = seen
  const [decided, accepted, effective] = [
    at(times, 'proposed'),
    at(times, 'accepted'),
    at(times, 'effective'),
  ]
  const refused = await agent.first(({ did, status }) => did === 'read' && status !== 200, decided)
  const after = agent.reports.filter((report) => gotThrough(report) && report.started > decided)
  return {
    eventToDecision: decided - eventAt,
    decisionToAccepted: accepted - decided,
    acceptedToEffective: effective - accepted,
    overrun: { calls: after.length, rows: after.reduce((sum, { rows }) => sum + rows, 0) },
    afterProof: after.filter(({ started }) => started > effective).length,
    agentStatus: refused.status,
    agentAlive: agent.alive(),
    humanStatus: await seen.human(),
  }
}

/** The report as lines for a terminal. */
export function killSwitchLines(report: KillSwitchReport): readonly string[] {
  const { overrun } = report
  return [
    `event to decision      ${report.eventToDecision} ms`,
    `decision to accepted   ${report.decisionToAccepted} ms`,
    `accepted to effective  ${report.acceptedToEffective} ms`,
    `agent calls that still got through after the decision: ${overrun.calls} (${overrun.rows} records)`,
    `agent's next call: ${report.agentStatus}, its process ${report.agentAlive ? 'still runs' : 'has ended'}`,
    `human's own token: ${report.humanStatus}`,
  ]
}

function gotThrough({ did, status }: AgentReport): boolean {
  return did === 'read' && status === 200
}

function at(times: KillSwitchWitness['times'], state: string): number {
  const time = Date.parse(times[state] ?? '')
  if (Number.isNaN(time))
    throw new ClawbackError('INTERNAL', {
      detail: `the revocation never became ${state}, so there is nothing to time`,
    })
  return time
}
