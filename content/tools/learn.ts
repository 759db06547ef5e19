import { canonicalJson, sha256 } from '@clawback/model'
import type { Baseline, BaselineEntry, BaselineOrigin, Basis, BehaviorProfile } from '@clawback/model'

export interface LearnOptions {
  /** Kinds of knowledge that count as "seen doing". Default: observed and live. */
  readonly bases?: readonly Basis[]
  /** Fewest samples that must show a capability. Default 1. */
  readonly support?: number
  /** The store that the profiles came from. */
  readonly provenance?: BaselineOrigin
}

/**
 * What a cohort was seen doing: each capability with the number of profiles that show it, and for each action how many
 * distinct targets a profile has. Order and repetition of profiles' evidence do not matter; equal input, equal id.
 */
export function learnBaseline(
  profiles: readonly BehaviorProfile[],
  cohort: Baseline['cohort'],
  options: LearnOptions = {},
): Baseline {
  const bases = new Set<Basis>(options.bases ?? ['observed', 'live'])
  const seen = profiles.map((profile) => capabilitySet(profile, bases))
  const body = {
    cohort,
    samples: profiles.length,
    entries: supported(seen, options.support ?? 1),
    quantiles: targetCounts(seen),
  }
  const { provenance } = options
  return {
    id: `baseline-${sha256(canonicalJson(body)).slice(0, 16)}`,
    ...body,
    ...(provenance === undefined ? {} : { provenance }),
  }
}

/** Action and target of each capability, once. */
function capabilitySet(
  profile: BehaviorProfile,
  bases: ReadonlySet<Basis>,
): ReadonlyMap<string, BaselineEntry> {
  return new Map(
    profile.capabilities
      .filter(({ basis }) => bases.has(basis))
      .map(({ action, target }) => [`${action}\n${target}`, { action, target, support: 1 }]),
  )
}

function supported(seen: readonly ReadonlyMap<string, BaselineEntry>[], least: number): BaselineEntry[] {
  const counts = new Map<string, BaselineEntry>()
  for (const one of seen)
    for (const [key, entry] of one)
      counts.set(key, { ...entry, support: (counts.get(key)?.support ?? 0) + 1 })
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, entry]) => (entry.support >= least ? [entry] : []))
}

function targetCounts(seen: readonly ReadonlyMap<string, BaselineEntry>[]): Baseline['quantiles'] {
  const actions = [...new Set(seen.flatMap((one) => [...one.values()].map(({ action }) => action)))].sort()
  return Object.fromEntries(
    actions.map((action) => {
      const counts = seen.map((one) => [...one.values()].filter((entry) => entry.action === action).length)
      return [action, quantiles(counts)]
    }),
  )
}

function quantiles(values: readonly number[]): {
  readonly p50: number
  readonly p99: number
  readonly max: number
} {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
