import type { Probe, TextProbe } from '@clawback/model'

import { planFor } from '../search/plan-for.js'
import { openSearches } from '../search/searches.js'
import type { SearchPlan } from '../search/plan.js'
import type { Searches } from '../search/searches.js'

/** Text probes made ready to run, once for every artifact they look at. */
export interface ReadyProbes {
  readonly probes: readonly ReadyProbe[]
  /** What looks at text of a role. */
  watch(role: string): Watch
}

export interface ReadyProbe {
  readonly probe: TextProbe
  /** Its patterns that can be run, by their places in the plan. */
  readonly patterns: readonly number[]
  /** Why patterns of it cannot be run. */
  readonly problems: readonly string[]
}

/** The patterns that look at stretches of one role, those of one probe together, and what looks for them together. */
export interface Watch {
  /** Whose each pattern is. */
  readonly of: readonly ReadyProbe[]
  readonly searches: Searches
}

/** Roles that only probes which name them look at. */
const onRequest: ReadonlySet<string> = new Set(['code', 'section'])

const ready = new WeakMap<readonly Probe[], ReadyProbes>()

/** Readies the text probes among `probes`. Pass the same array again: what was made of it is kept. */
export function readyProbes(probes: readonly Probe[]): ReadyProbes {
  const known = ready.get(probes) ?? open(probes)
  ready.set(probes, known)
  return known
}

function open(probes: readonly Probe[]): ReadyProbes {
  const texts = probes.filter((probe) => probe.kind === 'text')
  const plan = planFor(textPatterns(texts))
  let next = 0
  const all = texts.map((probe): ReadyProbe => {
    const patterns: number[] = []
    const problems: string[] = []
    for (const pattern of plan.patterns.slice(next, next + probe.patterns.length)) {
      if ('problem' in pattern) problems.push(pattern.problem)
      else patterns.push(next)
      next++
    }
    return { probe, patterns, problems }
  })
  const watches = new Map<string, Watch>()
  return {
    probes: all,
    watch(role) {
      const watch = watches.get(role) ?? watchOf(role, all, plan)
      watches.set(role, watch)
      return watch
    },
  }
}

/** The patterns of all text probes among `probes`, in the order in which they are planned. */
export function textPatterns(probes: readonly Probe[]): readonly string[] {
  return probes.flatMap((probe) => (probe.kind === 'text' ? probe.patterns : []))
}

/**
 * Code is looked at only by probes that ask for it: a probe on prose would drown in it. Sections too: their blocks are
 * looked at one by one already.
 */
function watchOf(role: string, all: readonly ReadyProbe[], plan: SearchPlan): Watch {
  const looks = all
    .filter(({ probe: { roles } }) => (roles === undefined ? !onRequest.has(role) : roles.includes(role)))
    .flatMap((of) => of.patterns.map((pattern) => ({ of, pattern })))
  return {
    of: looks.map(({ of }) => of),
    searches: openSearches(
      plan,
      looks.map(({ pattern }) => pattern),
    ),
  }
}
