import type { Baseline } from '@clawback/model'

/** One baseline, ready to be asked. */
export interface Cohort {
  readonly baseline: Baseline
  /** Tells the principals of a cohort from those of another, whichever baseline speaks of it. */
  readonly name: string
  /** Actions the cohort was watched for: of others it has nothing to say. */
  readonly actions: ReadonlySet<string>
  /** Fields, not actions, that the cohort has quantiles of. */
  readonly numbers: readonly string[]
  /** How many samples showed the action on the target. */
  support(action: string, target: string): number
}

/** Finds the cohorts an event belongs to, those of everyone last. */
export type Cohorts = (event: Readonly<Record<string, unknown>>) => readonly Cohort[]

const none: readonly Cohort[] = []

export function makeCohorts(baselines: readonly Baseline[]): Cohorts {
  const everyone: Cohort[] = []
  const byField = new Map<string, Map<string, Cohort[]>>()
  for (const baseline of baselines) {
    const { field, value } = baseline.cohort
    const cohort = makeCohort(baseline)
    if (value === '*' || field === '*') everyone.push(cohort)
    else put(byField, field, value, cohort)
  }
  if (byField.size === 0) return () => everyone
  return (event) => {
    let found = none
    for (const [field, byValue] of byField) {
      const value = event[field]
      const own = typeof value === 'string' ? byValue.get(value) : undefined
      if (own !== undefined) found = found.length === 0 ? own : [...found, ...own]
    }
    return found.length === 0 ? everyone : [...found, ...everyone]
  }
}

function put(
  byField: Map<string, Map<string, Cohort[]>>,
  field: string,
  value: string,
  cohort: Cohort,
): void {
  const byValue = byField.get(field) ?? new Map<string, Cohort[]>()
  byField.set(field, byValue)
  byValue.set(value, [...(byValue.get(value) ?? []), cohort])
}

function makeCohort(baseline: Baseline): Cohort {
  const supports = new Map<string, number>()
  const anyPort = new Map<string, number>()
  const actions = new Set<string>()
  for (const { action, target, support } of baseline.entries) {
    actions.add(action)
    supports.set(`${action}\n${target}`, support)
    const bare = `${action}\n${withoutPort(target)}`
    anyPort.set(bare, Math.max(support, anyPort.get(bare) ?? 0))
  }
  return {
    baseline,
    name: `${baseline.cohort.field}=${baseline.cohort.value}`.replaceAll('\n', ' '),
    actions,
    numbers: Object.keys(baseline.quantiles).filter((name) => !actions.has(name)),
    // Some sources tell of a host without its port, and some runs did.
    support: (action, target) =>
      supports.get(`${action}\n${target}`) ??
      anyPort.get(`${action}\n${target}`) ??
      supports.get(`${action}\n${withoutPort(target)}`) ??
      supports.get(`${action}\n*`) ??
      0,
  }
}

function withoutPort(target: string): string {
  return target.replace(/^([^/~]*[^/~:]):\d{1,5}$/, '$1')
}
