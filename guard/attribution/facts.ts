import type { Observed } from '../ports.js'
import { tie } from './tie.js'
import type { Piece, Ties } from './tie.js'
import { weightOf } from './weights.js'
import type { Method } from './weights.js'
import { widen } from './window.js'
import type { Windows } from './window.js'

/**
 * What is known of identifiers: thing -> what it is tied to. Things are named `kind:identifier`. It grows only by
 * joining, so its content does not depend on the order or the repetition of records.
 */
export interface Facts {
  /** Takes what a record says about identifiers; gives the things about which something new is known. */
  learn(observed: Observed): readonly string[]
  /** What a thing is tied to, or nothing yet. */
  of(thing: string): Iterable<Piece>
  /** When a tool call ran. */
  windows(call: string): Windows
}

export interface FactOptions {
  readonly stamp: (instance: string) => string
  readonly credential: (tokenDigest: string) => string
  /** Most things remembered; the ones first learnt go first. */
  readonly most?: number
}

const nothing: Iterable<Piece> = []
const noWindows: Windows = new Map()

export function createFacts({ stamp, credential, most = 200_000 }: FactOptions): Facts {
  const things = new Map<string, Ties>()
  const windows = new Map<string, Windows>()

  return {
    of: (thing) => things.get(thing)?.values() ?? nothing,
    windows: (call) => windows.get(call) ?? noWindows,
    learn: (observed) => {
      const { record, keys, claims } = observed
      const changed = new Set<string>()
      const trust = record['source.trust']
      const say = (thing: string, value: string | undefined, method: Method, own?: number): void => {
        if (value === undefined) return
        const piece = { value, method, trust, ref: record.id, weight: weightOf(method, trust, own) }
        if (tie(entry(things, thing, most, newTies), piece)) changed.add(thing)
      }

      const cred = keys.tokenDigest === undefined ? undefined : credential(keys.tokenDigest)
      const instance = keys.session === undefined ? undefined : instanceOf(keys.session, keys.subagent)

      if (keys.session !== undefined && instance !== undefined) {
        const { session } = keys
        say(stamp(instance), instance, 'stamp')
        if (keys.subagent !== undefined) say(stamp(session), session, 'stamp')
        say(`agent:${session}`, agentName(observed), 'session-id')
        say(`human:${session}`, keys.login && `login:${keys.login}`, 'os-login')
        for (const { claim, value, method, weight } of claims)
          if (claim === 'human') say(`human:${session}`, value, claimMethod(method), weight)
        if (keys.trace !== undefined) say(`trace:${keys.trace}`, session, 'traceparent')
        if (keys.subagent !== undefined && keys.parentSubagent !== undefined)
          say(`parent:${instance}`, instanceOf(session, keys.parentSubagent), 'parent-agent-id')
        if (keys.subagent !== undefined && record.kind === 'agent.spawn')
          say(`began:${instance}`, record.time, 'spawn-nesting')
        if (record['effect.verb'] === 'spawn') say(`spawning:${session}`, keys.toolCall, 'spawn-nesting')
      }
      if (keys.toolCall !== undefined) {
        say(`call:${keys.toolCall}`, instance, 'tool-use-id')
        say(`token-in:${keys.toolCall}`, cred, 'token-digest')
        if (cred !== undefined && instance !== undefined) {
          say(`calls:${cred}`, keys.toolCall, 'token-digest')
          say(`users:${cred}`, instance, 'token-digest')
        }
        if (widen(entry(windows, keys.toolCall, most, newWindows), record))
          changed.add(`ran:${keys.toolCall}`)
      }
      if (keys.span !== undefined) {
        say(`span:${keys.span}`, instance, 'traceparent')
        say(`above:${keys.span}`, keys.parentSpan, 'traceparent')
      }
      const owner = ownerHandle(observed)
      if (keys.subject !== undefined && keys.email !== undefined && owner !== undefined)
        say(`alias:${owner}`, `mailto:${keys.email}`, 'sign-in')
      if (keys.grant !== undefined) say(`grant:${keys.grant}`, owner, 'sign-in')
      if (cred !== undefined && (owner !== undefined || keys.grant !== undefined)) {
        say(`owner:${cred}`, owner, 'sign-in')
        say(`granted:${cred}`, keys.grant, 'sign-in')
        say(`client:${cred}`, keys.client, 'sign-in')
        say(`issuer:${cred}`, keys.issuer, 'sign-in')
      }
      return [...changed]
    },
  }
}

/** Root instances are sessions; a sub-agent is named within its session. */
export function instanceOf(session: string, subagent: string | undefined): string {
  return subagent === undefined ? session : `${session}/${subagent}`
}

export function sessionOf(instance: string): string {
  const end = instance.indexOf('/')
  return end < 0 ? instance : instance.slice(0, end)
}

/** The person an issuer's own log ties a sign-in or token to. A sign-in that failed names nobody. */
export function ownerHandle({ record, keys }: Observed): string | undefined {
  if (record['auth.result'] === 'failure') return undefined
  if (keys.subject !== undefined) return `sub:${keys.issuer ?? ''}|${keys.subject}`
  return keys.email === undefined ? undefined : `mailto:${keys.email}`
}

function claimMethod(method: string): Method {
  return method === 'gateway-oidc' ? method : 'user-email'
}

function agentName({ record, keys }: Observed): string {
  const program =
    record['source.engine'] === 'otlp' ? (record['service.name'] ?? 'otlp') : record['source.engine']
  return `agent:${program}${keys.login === undefined ? '' : `/${keys.login}`}`
}

const newTies = (): Ties => new Map()
const newWindows = (): Windows => new Map()

function entry<Value>(map: Map<string, Value>, name: string, most: number, make: () => Value): Value {
  const known = map.get(name)
  if (known !== undefined) return known
  const made = make()
  map.set(name, made)
  if (map.size > most)
    for (const oldest of map.keys()) {
      map.delete(oldest)
      break
    }
  return made
}
