import type { CodeQueryProbe, Fact, Probe } from '@clawback/model'

import type { ReadContext } from '../context.js'
import { compileSearch } from '../search/pattern.js'
import type { Grammar, Parse } from '../syntax/grammar.js'
import type { QueryHit } from './facts.js'

export interface CodeQueries {
  /** Hits of every query for the language of the parse; the parse must not have been released. */
  run(parse: Parse): readonly QueryHit[]
  /** Probes that could not be run, once each. */
  gaps(): readonly Fact[]
}

/**
 * Readies the tree-sitter queries of packs. One that does not compile, or that holds an expression which could run away
 * on hostile text, is a gap and keeps no other from running.
 */
export function openQueries(grammar: Grammar, probes: readonly Probe[], context: ReadContext): CodeQueries {
  const queries = probes.filter((probe): probe is CodeQueryProbe => probe.kind === 'code-query')
  const broken = new Map<CodeQueryProbe, string>()
  for (const probe of queries) {
    const known = checked.get(probe)
    const problem = known === undefined ? (unsafe(probe.query) ?? null) : known
    checked.set(probe, problem)
    if (problem !== null) broken.set(probe, problem)
  }
  const hitsOf = (probe: CodeQueryProbe, parse: Parse): readonly QueryHit[] => {
    try {
      return grammar.query(parse, probe.query).map((found) => ({ probe, capture: found.name, at: found }))
    } catch (problem) {
      broken.set(probe, problem instanceof Error ? problem.message : 'it cannot be run')
      return []
    }
  }
  return {
    run: (parse) =>
      queries
        .filter((probe) => probe.language === parse.language && !broken.has(probe))
        .flatMap((probe) => hitsOf(probe, parse)),
    gaps: () =>
      [...broken].map(([probe, detail]) =>
        context.gap('probe-failed', undefined, `code query ${probe.id} of ${probe.pack}: ${detail}`, false),
      ),
  }
}

/** Probes are the same for every artifact; `null` where nothing is wrong. */
const checked = new WeakMap<CodeQueryProbe, string | null>()

/** Why an expression of a `#match?` predicate may not be run: the engine hands it to one that backtracks. */
function unsafe(query: string): string | undefined {
  for (const [, source = ''] of query.matchAll(
    /#(?:any-)?(?:not-)?match\?\s+@[\w.-]+\s+"((?:[^"\\]|\\.)*)"/g,
  )) {
    try {
      compileSearch(source.replace(/\\(["\\])/g, '$1'))
    } catch (problem) {
      return problem instanceof Error ? `${source}: ${problem.message}` : source
    }
  }
  return undefined
}
