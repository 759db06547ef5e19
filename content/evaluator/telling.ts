import type { Alert, EventRecord } from '@clawback/model'
import { correlationAlert, eventAlert } from './alert.js'
import type { Finding } from './correlate/finding.js'
import type { Sink } from './engine.js'
import type { LoadedCorrelation, LoadedRule } from './load.js'
import { buildMatch } from './match-record.js'
import { modeFor, principalOf } from './mode.js'
import type { RuleMode } from './mode.js'

/** How what is found is told. */
export interface Manner {
  readonly modes: Readonly<Record<string, RuleMode>> | undefined
  readonly principalOf: ((event: Readonly<Record<string, unknown>>) => string) | undefined
  readonly idOf: (event: Readonly<Record<string, unknown>>) => string
  /** There are rules on matches. */
  readonly onMatches: boolean
}

const noMatches: readonly EventRecord[] = []

/** Tells alerts of one event to `out`, and keeps the matches for rules on them. */
export class Telling implements Sink {
  readonly #event: Readonly<Record<string, unknown>>
  readonly #out: Alert[]
  readonly #manner: Manner
  #matches: EventRecord[] | undefined

  constructor(event: Readonly<Record<string, unknown>>, out: Alert[], manner: Manner) {
    this.#event = event
    this.#out = out
    this.#manner = manner
  }

  get matches(): readonly EventRecord[] {
    return this.#matches ?? noMatches
  }

  rule(hit: LoadedRule, fields: Readonly<Record<string, string>>): void {
    const event = this.#event
    const id = this.#manner.idOf(event)
    const time = typeof event['time'] === 'string' ? event['time'] : ''
    this.#out.push(eventAlert(hit, { id, time }, fields, this.#mode(hit.rule)))
    if (this.#manner.onMatches) this.#keep(hit, { refs: [id], fields })
  }

  correlation(hit: LoadedCorrelation, finding: Finding): void {
    if (!hit.rule.alerts) return
    const names = hit.rule.by.map(({ name }) => name)
    this.#out.push(correlationAlert(hit, finding, names, this.#mode(hit.rule)))
    if (!this.#manner.onMatches || finding.state !== 'certain') return
    const fields = Object.fromEntries(names.map((name, i) => [name, finding.group[i] ?? '']))
    this.#keep(hit, { ...finding, fields })
  }

  #keep(hit: LoadedRule | LoadedCorrelation, found: Parameters<typeof buildMatch>[2]): void {
    this.#matches ??= []
    this.#matches.push(buildMatch(hit, this.#event, found, this.#matches.length))
  }

  #mode(rule: { readonly id: string; readonly mode: 'shadow' | 'enforce' }): Alert['mode'] {
    const { modes, principalOf: who = principalOf } = this.#manner
    return modeFor(rule, modes?.[rule.id], () => who(this.#event))
  }
}
