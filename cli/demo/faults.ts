import type { DemoResult } from './result.js'
import type { NightResult } from './guard-act.js'

/** Everything that did not come out as it should; an empty list is a good demo. */
export function findFaults({ examined, night, approval, twin, discovery }: DemoResult): readonly string[] {
  return [
    ...examined
      .filter(({ one, expected }) => (expected === 'malicious') !== (one.verdict.label === 'malicious'))
      .map(({ one, expected }) => `${one.artifact.name} is ${expected} and came out ${one.verdict.label}`),
    ...cutOff('the night', night),
    ...cutOff('the night with an approval', approval),
    ...check(twin.alerts.length === 0, 'the benign twin raised alerts'),
    ...check(discovery.servers.some(({ standing }) => standing === 'shadow'), 'no shadow server was found'),
  ] // prettier-ignore
}

function cutOff(name: string, { incident, report, restored }: NightResult): readonly string[] {
  return [
    ...check(incident !== undefined, `${name}: there is no incident`),
    ...check(report?.agentStatus === 401, `${name}: the agent was not cut off`),
    ...check(report?.agentAlive === true, `${name}: the agent's process ended by itself`),
    ...check(report?.humanStatus === 200, `${name}: the human was hit`),
    ...check(report?.afterProof === 0, `${name}: calls got through after access was proven gone`),
    ...check(restored, `${name}: access did not come back`),
  ]
}

function check(holds: boolean, fault: string): readonly string[] {
  return holds ? [] : [fault]
}
