import type { Kind } from '@clawback/model'
import type {
  Authority,
  Flow,
  Keep,
  Observation,
  ObservedFields,
  SinkholeCaps,
  TraceFlow,
} from '../../ports.js'
import type { LeakWatch } from '../canaries/leak-watch.js'
import type { Excerpt } from '../excerpt.js'
import type { AnswerBook } from './shape.js'
import { createNames } from './names.js'
import type { Names } from './names.js'

/** What the sinkhole knows of the run that plays now. A new run gets a new one; nothing is carried over. */
export interface Session {
  readonly names: Names
  readonly ca: Authority
  readonly book: AnswerBook
  readonly leaks: LeakWatch
  readonly excerpt: Excerpt
  readonly caps: SinkholeCaps
  readonly keep: Keep
  readonly trace: TraceFlow
  readonly now: () => number
  /** Hands an observation on and returns a name for it, which later ones can give as their cause. */
  observe(kind: Kind, fields: ObservedFields, about?: About): string
  /** Takes from a budget; false once it is used up, which becomes one `resource.limit`. */
  spend(budget: keyof SinkholeCaps, amount?: number): boolean
  /** Set when the next run has begun: what still trickles in is dropped. */
  over: boolean
}

/** What an observation hangs on. `because` is the name of the observation that led to it. */
export interface About {
  readonly flow?: Flow
  readonly because?: string
  readonly at?: number
}

/** What a session is made from. */
export type SessionParts = Pick<Session, 'ca' | 'book' | 'excerpt' | 'caps' | 'keep' | 'trace' | 'now'> & {
  readonly emit: (observation: Observation) => void
  readonly leaks: (observe: Session['observe']) => LeakWatch
}

export const engine = 'sinkhole'

/** Starts the sinkhole's part of a run. */
export function startSession(parts: SessionParts): Session {
  const spent = new Map<string, number>()
  let named = 0

  const observe: Session['observe'] = (kind, fields, about = {}) => {
    const ref = `${engine}:${(named++).toString(36)}`
    if (!session.over)
      parts.emit({
        kind,
        at: about.at ?? parts.now(),
        engine,
        channel: 'network',
        trust: 2,
        fields,
        ref,
        ...(about.because === undefined ? {} : { because: about.because }),
        ...(about.flow === undefined ? {} : { flow: about.flow }),
      })
    return ref
  }

  const session: Session = {
    ...parts,
    names: createNames(),
    observe,
    leaks: parts.leaks(observe),
    over: false,
    spend(budget, amount = 1) {
      const before = spent.get(budget) ?? 0
      const after = before + amount
      spent.set(budget, after)
      if (after <= parts.caps[budget]) return true
      if (before <= parts.caps[budget])
        observe('resource.limit', { 'limit.name': `sinkhole.${budget}`, 'limit.value': parts.caps[budget] })
      return false
    },
  }
  return session
}
