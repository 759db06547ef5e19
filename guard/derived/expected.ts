import type { Baseline, EventRecord, FieldValue } from '@clawback/model'

/** Fields that say how far a record is from what its cohort was seen doing. */
export interface Deviation {
  readonly 'baseline.id': string
  /** 0 seen in every sample, 1 in none. */
  readonly 'baseline.deviation': number
  readonly 'baseline.unseen'?: readonly string[]
}

/** Holds records against the baselines of the loaded packs; undefined when no cohort fits or nothing is done. */
export type Expected = (record: EventRecord) => Deviation | undefined

export function createExpected(baselines: readonly Baseline[]): Expected {
  const cohorts = baselines.map((baseline) => ({
    baseline,
    support: new Map(baseline.entries.map(({ action, target, support }) => [`${action}|${target}`, support])),
    actions: new Set(baseline.entries.map(({ action }) => action)),
  }))
  return (record) => {
    const target = targetOf(record)
    if (target === undefined) return undefined
    for (const { baseline, support, actions } of cohorts) {
      const { field, value } = baseline.cohort
      if (value !== '*' && record[field] !== value) continue
      // A cohort that was never watched for an action has nothing to say about it.
      if (!actions.has(record.kind)) continue
      const seen = support.get(`${record.kind}|${target}`) ?? support.get(`${record.kind}|*`) ?? 0
      const deviation = baseline.samples === 0 ? 1 : Math.max(0, 1 - seen / baseline.samples)
      return {
        'baseline.id': baseline.id,
        'baseline.deviation': deviation,
        ...(seen === 0 ? { 'baseline.unseen': [`${record.kind}:${target}`] } : {}),
      }
    }
    return undefined
  }
}

const targets: Readonly<Record<string, readonly string[]>> = {
  process: ['process.executable.name', 'process.executable.path'],
  file: ['file.path'],
  net: ['server.address'],
  http: ['server.address', 'url.domain'],
  dns: ['dns.question.name'],
  tool: ['gen_ai.tool.name'],
  mcp: ['gen_ai.tool.name', 'mcp.server.name'],
  data: ['target.name'],
}

function targetOf(record: EventRecord): string | undefined {
  const noun = record.kind.slice(0, record.kind.indexOf('.'))
  for (const name of Object.hasOwn(targets, noun) ? (targets[noun] ?? []) : []) {
    const value: FieldValue | undefined = record[name]
    if (typeof value === 'string') return value
  }
  return undefined
}
