import { sha256 } from '@clawback/model'
import type { Evidence, Finding } from '@clawback/model'
import type { Examination } from '../walk/examination.js'
import { runOf } from './runs.js'

/**
 * What stays the same of a place from run to run and while the file around it changes: rule, artifact by name, file and
 * what stands there; of an event its kind and what was run, since addresses and planted values differ each time. No
 * line, digest, version or time enters it.
 */
export function placeKey(one: Examination, finding: Finding, evidence: Evidence): string {
  const rule = `${finding.pack}/${finding.rule}`
  const { region, kind, excerpt } = evidence
  const place =
    region === undefined ? [kind, runOf(one, evidence)?.entry.name ?? ''] : [kind, region.path, excerpt]
  return sha256(JSON.stringify([rule, one.artifact.name, one.artifact.origin.inside ?? '', ...place]))
}

/** Makes equal keys distinct by how often they came before. */
export function createCounter(): (key: string) => string {
  const seen = new Map<string, number>()
  return (key) => {
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return sha256(`${key} ${before}`)
  }
}
