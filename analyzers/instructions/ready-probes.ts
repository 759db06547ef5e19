import type { Probe, TextProbe } from '@clawback/model'

import type { Search } from '../search/pattern.js'
import { compileSearch } from '../search/pattern.js'
import { openSearches } from '../search/searches.js'
import type { Searches } from '../search/searches.js'

/** Text probes made ready to run, once for every artifact they look at. */
export interface ReadyProbes {
  readonly probes: readonly ReadyProbe[]
  /** What looks at text of a role. */
  watch(role: string): Watch
}

export interface ReadyProbe {
  readonly probe: TextProbe
  readonly searches: readonly Search[]
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
  const all = probes.filter((probe) => probe.kind === 'text').map(readyProbe)
  const watches = new Map<string, Watch>()
  return {
    probes: all,
    watch(role) {
      const watch = watches.get(role) ?? watchOf(role, all)
      watches.set(role, watch)
      return watch
    },
  }
}

function readyProbe(probe: TextProbe): ReadyProbe {
  const problems: string[] = []
  const searches = probe.patterns.flatMap((pattern) => {
    try {
      return [compileSearch(pattern)]
    } catch (problem) {
      problems.push(problem instanceof Error ? problem.message : String(problem))
      return []
    }
  })
  return { probe, searches, problems }
}

/**
 * Code is looked at only by probes that ask for it: a probe on prose would drown in it. Sections too: their blocks are
 * looked at one by one already.
 */
function watchOf(role: string, all: readonly ReadyProbe[]): Watch {
  const looks = all
    .filter(({ probe: { roles } }) => (roles === undefined ? !onRequest.has(role) : roles.includes(role)))
    .flatMap((of) => of.searches.map((search) => ({ of, search })))
  return { of: looks.map(({ of }) => of), searches: openSearches(looks.map(({ search }) => search)) }
}
