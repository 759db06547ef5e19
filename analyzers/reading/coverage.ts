import type { Artifact, Coverage, EngineOutcome, Fact, Gap } from '@clawback/model'

/** How each engine fared, gathered while reading. The worst of what happened stays. */
export interface Outcomes {
  used(engine: string, version: string): void
  partial(engine: string): void
  failed(engine: string): void
  absent(engine: string): void
  coverage(artifact: Artifact, facts: readonly Fact[]): Coverage
  versions(): Readonly<Record<string, string>>
}

const worse: readonly EngineOutcome[] = ['not-applicable', 'ok', 'partial', 'failed', 'not-available']

export function createOutcomes(engines: readonly string[]): Outcomes {
  const outcomes = new Map<string, EngineOutcome>(engines.map((engine) => [engine, 'not-applicable']))
  const versions = new Map<string, string>()
  const raise = (engine: string, outcome: EngineOutcome): void => {
    const now = outcomes.get(engine) ?? 'not-applicable'
    if (worse.indexOf(outcome) > worse.indexOf(now)) outcomes.set(engine, outcome)
  }
  return {
    used(engine, version) {
      versions.set(engine, version)
      raise(engine, 'ok')
    },
    partial: (engine) => raise(engine, 'partial'),
    failed: (engine) => raise(engine, 'failed'),
    absent: (engine) => raise(engine, 'not-available'),
    coverage(artifact, facts) {
      const gaps = facts.filter((fact) => fact.kind === 'read.gap').map(gapOf)
      const missed = new Set(gaps.filter(({ material }) => material).map(({ path }) => path))
      const total = artifact.files.length
      const read = artifact.files.filter(({ path }) => !missed.has(path)).length
      return { files: { total, read }, engines: Object.fromEntries(outcomes), gaps }
    },
    versions: () => Object.fromEntries(versions),
  }
}

function gapOf(fact: Fact): Gap {
  const path = fact['file.path']
  return {
    reason: fact['gap.reason'] ?? 'unknown',
    detail: fact['gap.detail'] ?? '',
    material: fact['gap.material'] ?? true,
    ...(path === undefined ? {} : { path }),
  }
}
