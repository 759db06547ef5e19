import type { Attribution } from '@clawback/model'
import type { Attributor, Observed, Revision } from '../ports.js'
import type { Directory } from './directory.js'
import { createFacts } from './facts.js'
import type { Lookup } from './lookup.js'
import { resolve } from './resolve.js'

export interface AttributorOptions {
  readonly directory: Directory
  readonly stamp: (instance: string) => string
  readonly credential: (tokenDigest: string) => string
  /** Records whose answer can still change; the oldest are settled first. Default 20,000. */
  readonly open?: number
  /** Revisions one observation may carry; more are due at the next. Default 256. */
  readonly atOnce?: number
}

/** An attributor that can also be asked for revisions still due, and for who else used a credential. */
export interface LiveAttributor extends Attributor {
  /** Revisions due, at most so many; empty when every open answer is up to date. */
  settle(most?: number): readonly Revision[]
  /** Takes up an answer given before a restart; a revision when what is known by now says otherwise. */
  resume(observed: Observed, known: Attribution): Revision | undefined
  /** Instances seen with a credential. */
  usersOf(credential: string): ReadonlySet<string>
}

interface Answered {
  readonly observed: Observed
  attribution: Attribution
  restsOn: ReadonlySet<string>
}

/**
 * Joins evidence as it comes. Each answer notes the things it rests on, known or not; when something new is learnt of
 * one of them, the answers that rest on it are made again.
 */
export function createAttributor(options: AttributorOptions): LiveAttributor {
  const { directory, stamp, credential, open = 20_000, atOnce = 256 } = options
  const facts = createFacts({ stamp, credential })
  const answers = new Map<string, Answered>()
  const restingOn = new Map<string, Set<string>>()
  const due = new Set<string>()

  const answer = (
    observed: Observed,
  ): { resolved: Omit<Attribution, 'rev'>; restsOn: ReadonlySet<string> } => {
    const restsOn = new Set<string>()
    const lookup: Lookup = {
      credential,
      directory,
      of: (thing) => {
        restsOn.add(thing)
        return facts.of(thing)
      },
      windows: (call) => {
        restsOn.add(`ran:${call}`)
        return facts.windows(call)
      },
    }
    return { resolved: resolve(observed, lookup), restsOn }
  }

  const note = (id: string, restsOn: ReadonlySet<string>, before: ReadonlySet<string>): void => {
    for (const thing of before) if (!restsOn.has(thing)) drop(restingOn, thing, id)
    for (const thing of restsOn) {
      const ids = restingOn.get(thing)
      if (ids === undefined) restingOn.set(thing, new Set([id]))
      else ids.add(id)
    }
  }

  const forgetOldest = (): void => {
    for (const [id, { restsOn }] of answers) {
      for (const thing of restsOn) drop(restingOn, thing, id)
      answers.delete(id)
      due.delete(id)
      return
    }
  }

  const settle = (most = atOnce): readonly Revision[] => {
    const revised: Revision[] = []
    for (const id of due) {
      if (revised.length >= most) break
      due.delete(id)
      const known = answers.get(id)
      if (known === undefined) continue
      const { resolved, restsOn } = answer(known.observed)
      note(id, restsOn, known.restsOn)
      known.restsOn = restsOn
      if (!says(known.attribution, resolved)) {
        known.attribution = { ...resolved, rev: known.attribution.rev + 1 }
        revised.push({ record: id, attribution: known.attribution })
      }
    }
    return revised
  }

  return {
    observe: (observed) => {
      for (const thing of facts.learn(observed)) for (const id of restingOn.get(thing) ?? []) due.add(id)
      const { resolved, restsOn } = answer(observed)
      const attribution: Attribution = { ...resolved, rev: 1 }
      const { id } = observed.record
      answers.set(id, { observed, attribution, restsOn })
      note(id, restsOn, new Set())
      if (answers.size > open) forgetOldest()
      return { attribution, revised: settle() }
    },
    resume: (observed, known) => {
      for (const thing of facts.learn(observed)) for (const id of restingOn.get(thing) ?? []) due.add(id)
      const { resolved, restsOn } = answer(observed)
      const { id } = observed.record
      const changed = !says(known, resolved)
      const attribution = { ...resolved, rev: known.rev + (changed ? 1 : 0) }
      answers.set(id, { observed, attribution, restsOn })
      note(id, restsOn, new Set())
      if (answers.size > open) forgetOldest()
      return changed ? { record: id, attribution } : undefined
    },
    settle,
    usersOf: (cred) => new Set([...facts.of(`users:${cred}`)].map(({ value }) => value)),
  }
}

function drop(index: Map<string, Set<string>>, thing: string, id: string): void {
  const ids = index.get(thing)
  ids?.delete(id)
  if (ids?.size === 0) index.delete(thing)
}

/** Whether two answers name the same on the same evidence: what a new revision would not add to. */
function says(known: Attribution, resolved: Omit<Attribution, 'rev'>): boolean {
  return (
    known.human === resolved.human &&
    known.agent === resolved.agent &&
    known.session === resolved.session &&
    known.credential === resolved.credential &&
    known.grant === resolved.grant &&
    known.client === resolved.client &&
    known.issuer === resolved.issuer &&
    known.level === resolved.level &&
    known.score === resolved.score &&
    known.lineage.length === resolved.lineage.length &&
    known.lineage.every((instance, at) => instance === resolved.lineage[at]) &&
    restsOnSame(known.evidence, resolved.evidence) &&
    restsOnSame(known.conflicts, resolved.conflicts)
  )
}

function restsOnSame(a: Attribution['evidence'], b: Attribution['evidence']): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at]
      return (
        one.ref === other?.ref &&
        one.method === other.method &&
        one.value === other.value &&
        one.claim === other.claim &&
        one.weight === other.weight
      )
    })
  )
}
