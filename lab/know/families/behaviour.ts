import type { EventRecord } from '@clawback/model'
import { givenAddresses, hostsIn } from '../../store/hosts.js'

/** Kept of one artifact. */
const most = 400

/**
 * What an artifact says it does and was seen doing, as words: actions with the class of their target, flows from what
 * to what, hosts, and paths of files that were touched in a run. Ascending.
 */
export function behaviourOf(records: readonly EventRecord[]): readonly string[] {
  const found = new Set<string>()
  const given = givenAddresses(records)
  for (const record of records) {
    const action = record['capability.action']
    if (action !== undefined && !given.has(record['capability.target'] ?? '*'))
      found.add(`${action} ${targetClass(record['capability.target'] ?? '*')}`)
    const sink = record['code.flow.sink_tag']
    if (sink !== undefined) found.add(`flow ${record['code.flow.source_tag'] ?? '?'} > ${sink}`)
    for (const host of hostsIn(record, given)) found.add(`host ${host}`)
    const path = record['file.path']
    if (record.stage === 'run' && path !== undefined) found.add(`${record.kind} ${targetClass(path)}`)
    if (found.size >= most) break
  }
  return [...found].sort()
}

/** A target without what differs from machine to machine: whose home, which number, what random name. */
function targetClass(target: string): string {
  return target
    .replace(/^(?:\/home\/[^/]+|\/root|\/Users\/[^/]+|\$HOME|\$\{HOME\})(?=\/|$)/, '~')
    .replace(/[0-9a-f]{8,}|\d+/gi, '0')
    .slice(0, 120)
}
