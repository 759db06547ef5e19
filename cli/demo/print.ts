import { relative } from 'node:path'
import { killSwitchLines } from '../stage/oauth/kill-switch.js'
import { colourOf, paint } from '../terminal/paint.js'
import { table } from '../terminal/table.js'
import { storyLines } from '../work/story.js'
import type { DemoResult } from './result.js'
import type { Examined } from './examine.js'
import { findFaults } from './faults.js'

/** Prints what the walk came to and gives the exit code: 1 when something did not come out as it should. */
export function printDemo(result: DemoResult, json: boolean): number {
  const faults = findFaults(result)
  process.stdout.write(
    json ? `${JSON.stringify(summary(result, faults))}\n` : `${lines(result, faults).join('\n')}\n`,
  )
  return faults.length === 0 ? 0 : 1
}

function lines(result: DemoResult, faults: readonly string[]): readonly string[] {
  const { examined, night, approval, twin, discovery, seconds } = result
  const ours = examined.filter((one) => one.ours)
  const odd = examined.filter((one) => !one.ours && one.one.verdict.label !== 'benign')
  const total = Object.values(seconds).reduce((sum, value) => sum + value, 0)
  return [
    heading('Verdicts'),
    table(['verdict', 'score', 'artifact', 'kind', 'runs', 'events', 'because'], examined.map(row)),
    ...ours.flatMap(evidence),
    ...odd.map(({ one }) =>
      paint(`counts against us: ${one.artifact.name} came out ${one.verdict.label}`, 'yellow'),
    ),
    heading('Content'),
    `baseline of ${result.expectedCapabilities} expected capabilities; two signed versions of the pack, ${result.packBytes.join(' and ')} bytes`,
    heading('The night: who did what'),
    ...storyLines(night.story),
    heading('Kill switch'),
    ...(night.report === undefined ? [] : killSwitchLines(night.report)),
    `restored: the agent ${night.restored ? 'reads again' : 'stays out'}; pack upgrade: ${night.rules.join(' -> ')} rules, state kept`,
    ...(approval.report === undefined
      ? []
      : [
          `with an approval: agent ${approval.report.agentStatus} after the person agreed, human ${approval.report.humanStatus}`,
        ]),
    `benign twin (declared on-call window, change ticket): ${twin.alerts.length} alerts`,
    heading('Discovered'),
    `${discovery.agents.length} agents, ${discovery.servers.length} MCP servers, ${discovery.servers.filter(({ standing }) => standing === 'shadow').length} of them shadow; nothing was executed`,
    '',
    ...faults.map((fault) => paint(`FAULT ${fault}`, 'red')),
    `${Object.entries(seconds).map(([act, value]) => `${act} ${value} s`).join(', ')}; ${Math.round(total)} s in all`, // prettier-ignore
    `report: ${relative(process.cwd(), result.report) || result.report}`,
  ]
}

function heading(text: string): string {
  return `\n${paint(text, 'bold')}`
}

function row({ one }: Examined): (string | { text: string; colour: ReturnType<typeof colourOf> })[] {
  const { artifact, verdict, traces } = one
  return [
    { text: verdict.label, colour: colourOf(verdict.label) },
    String(verdict.score),
    artifact.name,
    artifact.kind,
    String(traces.length),
    String(traces.reduce((sum, trace) => sum + trace.events.length, 0)),
    [...new Set(verdict.because.map(({ text }) => text))].join(' '),
  ]
}

/** The gravest finding of a sample, with two places a person can look at. */
function evidence({ one }: Examined): readonly string[] {
  return one.findings
    .slice(0, 2)
    .flatMap((finding) => [
      `  ${paint(one.artifact.name, 'bold')}: ${paint(finding.title, 'red')}`,
      ...finding.evidence
        .slice(0, 2)
        .map(({ where, excerpt }) => `    ${paint(where, 'cyan')} ${paint(excerpt.slice(0, 120), 'dim')}`),
    ])
}

function summary(result: DemoResult, faults: readonly string[]): object {
  return {
    artifacts: result.examined.map(({ one, expected }) => ({
      name: one.artifact.name,
      verdict: one.verdict.label,
      expected,
      runs: one.traces.length,
      because: [...new Set(one.verdict.because.map(({ text }) => text))],
    })),
    incident: result.night.incident,
    killSwitch: result.night.report,
    approval: result.approval.report,
    twinAlerts: result.twin.alerts.length,
    servers: result.discovery.servers.length,
    seconds: result.seconds,
    faults,
    report: result.report,
  }
}
