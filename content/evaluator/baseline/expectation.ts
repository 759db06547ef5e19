import { actionOf, shownBy } from '@clawback/model'
import type { Baseline } from '@clawback/model'
import { hash } from '../alert.js'
import { makeCohorts } from './cohorts.js'
import type { Cohort, Cohorts } from './cohorts.js'
import { Peers } from './peers.js'
import { Seen } from './seen.js'
import type { SeenState } from './seen.js'

/** How an event stands to what its cohort was seen doing; fields of docs/events.md, `baseline.*`. */
export interface BaselineFields {
  readonly 'baseline.id': string
  /** 0 seen in every sample of the cohort, 1 in none. */
  readonly 'baseline.deviation'?: number
  readonly 'baseline.unseen'?: readonly string[]
  /** Other principals of the cohort seen live. */
  readonly 'baseline.peers'?: number
  /** Share of the peers that did the same with the same target; absent without peers. */
  readonly 'baseline.peer_share'?: number
  readonly 'baseline.first_seen'?: boolean
  /** Distinct targets of the action in the session so far. */
  readonly 'baseline.count'?: number
  /** Highest learned quantile that is exceeded: 0, 0.5, 0.99, or 1 beyond every sample. */
  readonly 'baseline.exceeded'?: number
  readonly 'baseline.exceeded_by'?: readonly string[]
}

/** Whom an event is about. */
export interface Asked {
  readonly principal: string
  /** What a sample of the baseline is held against: one session or run. */
  readonly session: string
  readonly id: string
}

export interface ExpectationState {
  readonly sessions: SeenState
  readonly peers: SeenState
}

type Event = Readonly<Record<string, unknown>>

/**
 * Holds events against baselines. What it remembers does not depend on the baselines in force, so that new ones change
 * nothing of it; asked again about the same event, it says the same.
 */
export class Expectation {
  readonly #sessions: Seen
  readonly #peers: Peers
  #cohorts: Cohorts = makeCohorts([])
  #empty = true

  /** `most` items remembered in all, of sessions and of principals each. */
  constructor(most: number) {
    this.#sessions = new Seen(most)
    this.#peers = new Peers(most)
  }

  /** Sessions and principals that went to make room. */
  get forgotten(): number {
    return this.#sessions.forgotten + this.#peers.forgotten
  }

  use(baselines: readonly Baseline[]): void {
    this.#cohorts = makeCohorts(baselines)
    this.#empty = baselines.length === 0
  }

  /** Notes the event and says how it stands; undefined when no cohort has anything to say of it. */
  note(event: Event, who: (event: Event) => Asked): BaselineFields | undefined {
    return this.#look(event, who, true)
  }

  /** The same without noting it. */
  ask(event: Event, who: (event: Event) => Asked): BaselineFields | undefined {
    return this.#look(event, who, false)
  }

  state(): ExpectationState {
    return { sessions: this.#sessions.state(), peers: this.#peers.state() }
  }

  adopt({ sessions, peers }: ExpectationState): void {
    for (const [key, items] of sessions) for (const [item, id] of items) this.#sessions.note(key, item, id)
    this.#peers.adopt(peers)
  }

  #look(event: Event, who: (event: Event) => Asked, keep: boolean): BaselineFields | undefined {
    if (this.#empty) return undefined
    const action = actionOf(event)
    if (action === undefined) return undefined
    const watches = (one: Cohort): boolean => one.actions.has(action)
    const measures = (one: Cohort): boolean => one.numbers.some((name) => typeof event[name] === 'number')
    const cohort = this.#cohorts(event).find((one) => watches(one) || measures(one))
    if (cohort === undefined) return undefined
    const target = watches(cohort) ? shownBy(event)?.target : undefined
    if (target === undefined && !measures(cohort)) return undefined
    const counted =
      target === undefined ? undefined : this.#count(cohort, action, bounded(target), who(event), keep)
    return {
      'baseline.id': cohort.baseline.id,
      ...(target === undefined ? {} : deviation(cohort, action, target)),
      ...counted,
      ...exceedance(cohort, action, counted?.['baseline.count'], event),
    }
  }

  #count({ name }: Cohort, action: string, target: string, asked: Asked, keep: boolean): Counted {
    const { principal, session, id } = asked
    const inSession = `${action}\n${session}`
    const item = `${action}\n${target}`
    if (keep) {
      this.#sessions.note(inSession, target, id)
      this.#peers.note(name, principal, item, id)
    }
    const { peers, did, first } = this.#peers.standing(name, principal, item)
    const targets = this.#sessions.of(inSession)
    // Past its cap nothing more is remembered of a principal: then nobody can say.
    const firstOf = keep ? first : (first ?? id)
    return {
      'baseline.peers': peers,
      ...(peers === 0 ? {} : { 'baseline.peer_share': did / peers }),
      ...(firstOf === undefined ? {} : { 'baseline.first_seen': firstOf === id }),
      'baseline.count': (targets?.size ?? 0) + (targets?.has(target) === true ? 0 : 1),
    }
  }
}

type Counted = Pick<
  BaselineFields,
  'baseline.peers' | 'baseline.peer_share' | 'baseline.first_seen' | 'baseline.count'
>

function deviation(cohort: Cohort, action: string, target: string): Partial<BaselineFields> {
  const { baseline } = cohort
  const seen = cohort.support(action, target)
  const share = baseline.samples === 0 ? 0 : Math.min(1, seen / baseline.samples)
  return {
    'baseline.deviation': 1 - share,
    ...(seen === 0 ? { 'baseline.unseen': [`${action}:${target}`] } : {}),
  }
}

/** Quantiles are of the distinct targets of an action in one sample, or of a field that holds a number. */
function exceedance(
  { baseline, numbers }: Cohort,
  action: string,
  count: number | undefined,
  event: Event,
): Partial<BaselineFields> {
  const measured: (readonly [string, number])[] = count === undefined ? [] : [[action, count]]
  for (const name of numbers) {
    const value = event[name]
    if (typeof value === 'number') measured.push([name, value])
  }
  let highest: number | undefined
  let by: string[] = []
  for (const [name, value] of measured) {
    if (!Object.hasOwn(baseline.quantiles, name)) continue
    const { p50, p99, max } = baseline.quantiles[name] as Baseline['quantiles'][string]
    const exceeded = value > max ? 1 : value > p99 ? 0.99 : value > p50 ? 0.5 : 0
    if (exceeded === highest) by.push(name)
    else if (highest === undefined || exceeded > highest) by = [name]
    highest = Math.max(highest ?? 0, exceeded)
  }
  if (highest === undefined) return {}
  return { 'baseline.exceeded': highest, ...(highest === 0 ? {} : { 'baseline.exceeded_by': by }) }
}

const targetCap = 512

function bounded(target: string): string {
  return target.length <= targetCap ? target : `${target.slice(0, targetCap - 17)}~${hash(target)}`
}
