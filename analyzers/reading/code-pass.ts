import type { Fact } from '@clawback/model'

import type { CodeSource } from '../code/read.js'
import { readCode } from '../code/read.js'
import type { Mentions } from './mentions.js'
import type { Walk } from './walk.js'
import { ownVersion } from './walk.js'

/** Code of one artifact that is held at once, in UTF-16 units; files see each other as modules. */
const most = 24_000_000

/** What else of the artifact the code is read with. */
export interface Around {
  /** Texts of its other files, by path. */
  readonly data: ReadonlyMap<string, string>
  readonly mentions: Mentions
}

/** Reads all code of the artifact, in files and in documents. */
export async function readAllCode(
  sources: readonly CodeSource[],
  { data, mentions }: Around,
  walk: Walk,
): Promise<readonly Fact[]> {
  const { wanted, outcomes, engines, probes } = walk
  if (!wanted.has('code') || sources.length === 0) return []
  const context = walk.context.as('code', ownVersion)
  const grammar = await engines.grammar()
  outcomes.used('code', ownVersion)
  outcomes.used(grammar.engine, grammar.version)
  const gaps: Fact[] = []
  let units = 0
  const taken = sources.filter((source) => {
    units += source.text.length
    if (units > most)
      gaps.push(
        context.gap('too-large', source.path, 'More code than is held at once; this was left out.', true),
      )
    return units <= most
  })
  const facts = [
    ...(await attemptCode(
      () => readCode(taken, { grammar, probes, context, data, mentions: (host) => mentions.of(host) }),
      walk,
    )),
    ...gaps,
  ]
  if (facts.some((fact) => fact.kind === 'read.gap' && fact['gap.material'] === true))
    outcomes.partial('code')
  return facts
}

/** Our own failure in following code is a gap; what the other engines saw still counts. */
async function attemptCode(
  work: () => Promise<readonly Fact[]>,
  { outcomes, context }: Walk,
): Promise<readonly Fact[]> {
  try {
    return await work()
  } catch (problem) {
    outcomes.failed('code')
    const detail = problem instanceof Error ? `${problem.name}: ${problem.message.slice(0, 200)}` : 'unknown'
    return [context.gap('engine-failed', undefined, `code: ${detail}`, true)]
  }
}
