import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openLedger } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import type { AgentEvent, Alert, Attribution, Clock, LiveRecord } from '@clawback/model'
import { createAttributor } from '../attribution/attributor.js'
import { createDirectory } from '../attribution/directory.js'
import { stampOf } from '../attribution/stamp.js'
import type { GuardConfig } from '../config/config.js'
import { openInstallKey } from '../credentials/install-key.js'
import { createVault, credentialId, tokenDigest } from '../credentials/vault.js'
import { createDerivation } from '../derived/derive.js'
import { graphMigrations } from '../graph/schema.js'
import { createGraphStore } from '../graph/store.js'
import type { ControlFields, ControlKind, GraphStore, OpenResponder, OpenedResponder } from '../ports.js'
import { digestOf } from '../sources/gap.js'
import type { Inlet } from '../sources/routes.js'
import { createFollowers } from './followers.js'
import type { Followers } from './followers.js'
import { openIncidents } from './incidents.js'
import type { Incidents } from './incidents.js'
import { createIngest } from './ingest.js'
import type { Ingest } from './ingest.js'
import { openJudge } from './judge.js'
import type { Judge } from './judge.js'
import { recallSeen, resumeEvents } from './recover.js'
import { createFirstSeen } from './seen.js'

/** Everything a running guard is made of. */
export interface GuardParts {
  readonly ledger: Ledger
  readonly graph: GraphStore
  readonly ingest: Ingest
  readonly judge: Judge
  readonly incidents: Incidents
  readonly responder: OpenedResponder
  readonly followers: Followers
  readonly inlet: Inlet
  readonly faults: readonly Fault[]
  fault(what: string, error: unknown): void
  /** Takes alerts that came with time, not with an event. */
  alertedLater(alerts: readonly Alert[]): void
  close(): Promise<void>
}

/** A failure of our own, as status shows it. */
export interface Fault {
  readonly time: string
  readonly what: string
  readonly detail: string
}

export interface PartsOptions {
  readonly clock: Clock
  readonly version: string
  readonly openResponder: OpenResponder
}

/** Most records a responder is shown of one incident, the newest. */
const mostShown = 200

/** Opens the ledger, the joins, the rules and the response room, in the order in which they need each other. */
export async function openParts(config: GuardConfig, options: PartsOptions): Promise<GuardParts> {
  const { clock, version } = options
  await mkdir(config.state, { recursive: true, mode: 0o700 })
  await chmod(config.state, 0o700)
  const key = await openInstallKey(config.state)
  const vault = createVault(key)
  const stamp = (instance: string): string => stampOf(key, instance)
  const faults: Fault[] = []
  const fault = (what: string, error: unknown): void => {
    const detail = error instanceof Error ? error.message : String(error)
    faults.push({ time: new Date(clock.now()).toISOString(), what, detail: detail.slice(0, 500) })
    if (faults.length > 100) faults.shift()
  }

  const ledger = await openLedger(join(config.state, 'events.sqlite'), {
    migrations: graphMigrations,
    durability: 'checkpoint',
  })
  const graph = createGraphStore(ledger, (error) => fault('storing events', error))
  const judge = await openJudge({ packs: config.packs, keys: config.keys, ledger, now: () => clock.now() })
  const incidents = await openIncidents(ledger, (error) => fault('storing an incident', error))
  const directory = createDirectory(config.people)
  const attributor = createAttributor({
    directory,
    stamp,
    credential: (digest) => credentialId(key, digest),
  })
  const derive = createDerivation({
    config,
    person: (human) => directory.person(human),
    usersOf: (credential) => attributor.usersOf(credential),
    firstSeen: createFirstSeen(await recallSeen(ledger), ledger, (error) =>
      fault('storing a first sight', error),
    ),
    expect: (record) => judge.evaluator.expect(record),
  })
  const followers = createFollowers()
  const own = { name: 'guard', connector: 'guard', trust: 3 } as const

  const record = (kind: ControlKind, fields: ControlFields): void => {
    const { 'agent.instance': instance, ...rest } = fields
    const [session, subagent] = typeof instance === 'string' ? instance.split('/', 2) : []
    const call = rest['gen_ai.tool.call.id']
    ingest.take(own, [
      {
        draft: { ...rest, kind, time: new Date(clock.now()).toISOString(), 'source.channel': 'in-process' },
        keys: {
          ...(session === undefined ? {} : { session }),
          ...(subagent === undefined ? {} : { subagent }),
          ...(typeof call === 'string' ? { toolCall: call } : {}),
        },
      },
    ])
  }

  const responder = await options.openResponder({
    state: config.state,
    settings: config.response,
    where: config.path,
    vault,
    clock,
    record,
    fault,
  })

  const alerted = (alerts: readonly Alert[], on: AgentEvent): void => {
    const grown = new Map<string, ReturnType<Incidents['take']>>()
    for (const alert of alerts) {
      // What an agent can do is knowledge that other rules build on; only threats and deviations are shown to people.
      if (alert.type === 'capability') continue
      const taken = incidents.take(alert, on)
      if (taken === undefined) continue
      grown.set(taken.incident.id, taken)
      followers.tell({ type: 'alert', incident: taken.incident.id, alert })
    }
    for (const taken of grown.values()) if (taken !== undefined) ask(taken)
  }

  const ask = ({ incident, alerts }: NonNullable<ReturnType<Incidents['take']>>): void => {
    const attributions = new Map<string, Attribution>()
    const records = new Map<string, LiveRecord>()
    for (const ref of alerts.flatMap(({ refs }) => refs).slice(-mostShown)) {
      const event = ingest.recent(ref)
      if (event === undefined) continue
      attributions.set(ref, event.attribution)
      records.set(ref, event.record)
    }
    responder
      .consider({
        incident,
        alerts,
        attributions,
        records,
        policies: judge.policies(alerts),
        allowed: judge.allowed(alerts),
      })
      .catch((error: unknown) => fault('considering an incident', error))
  }

  const ingest = createIngest({
    version,
    clock,
    attributor,
    derive,
    graph,
    evaluate: (event) => judge.evaluator.evaluate(event),
    alerted,
    heard: (event) => followers.tell({ type: 'event', ...event }),
    fault,
  })

  const inlet: Inlet = {
    look: ({ login }) => ({
      received: new Date(clock.now()).toISOString(),
      ...(login === undefined ? {} : { login }),
      seal: (token) => {
        vault.seal(token)
        return tokenDigest(token)
      },
    }),
    take: (source, sightings) => ingest.take(source, sightings),
    durable: () => graph.flush(),
    standing: (lineage) => responder.standing(lineage),
    stamp,
    denied: ({ record: asked, attribution }, standing) => {
      const target = asked['gen_ai.tool.name']
      setImmediate(() =>
        record('control.deny', {
          cause: asked.id,
          'agent.instance': attribution.lineage.at(-1),
          'gen_ai.tool.call.id': asked['gen_ai.tool.call.id'],
          'gen_ai.tool.name': target,
          'control.decision': 'deny',
          'control.by': 'guard',
          'control.reason': standing.reason,
          'control.incident': standing.incident,
          'effect.outcome': 'denied',
          'source.dedupe_key': digestOf(`deny|${asked.id}`),
        }),
      )
    },
  }

  await resumeEvents(ledger, ingest, judge.judgedUntil)
  return {
    ledger,
    graph,
    ingest,
    judge,
    incidents,
    responder,
    followers,
    inlet,
    faults,
    fault,
    alertedLater: (alerts) => {
      for (const alert of alerts) {
        const on = ingest.recent(alert.refs.at(-1) ?? '')
        if (on !== undefined) alerted([alert], on)
        else fault('placing a late alert', `its records are no longer at hand: ${alert.rule}`)
      }
    },
    close: async () => {
      await graph.flush()
      await incidents.flush()
      await judge.save(new Date(clock.now()).toISOString())
      await responder.stop()
      await graph.flush()
      await ledger.close()
    },
  }
}
