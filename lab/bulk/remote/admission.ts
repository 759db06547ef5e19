import { setTimeout as pause } from 'node:timers/promises'
import { ClawbackError } from '@clawback/model'
import type { Pack } from '@clawback/model'
import { errors } from '@nats-io/transport-node'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { isRefusal, queueError } from '../../queue/nats/errors.js'
import type { LabNames } from './names.js'
import { isArtifactId, isList, isText, membersOf } from './shape.js'
import { differences, keepsTerms, readTerms, readVersions, versionsOf } from './terms.js'
import type { Terms } from './terms.js'

/** What a coordinator answers to. */
export interface Host {
  readonly terms: Terms
  readonly packs: readonly Pack[]
  /** Artifacts that the store has as wanted. */
  known(artifacts: readonly string[]): Promise<readonly string[]>
  onStep?(text: string): void
}

/** Milliseconds for one answer of a coordinator, and between two questions while there is none. */
const answerMs = 3_000
const againMs = 200
/** Artifacts asked for at once. */
const mostAsked = 5_000

/** Lets workers in that work by the same versions, refuses the others with a reason, and tells them what is known already. */
export function answerWorkers(nc: NatsConnection, names: LabNames, host: Host): { stop(): void } {
  const versions = versionsOf(host.packs)
  const joins = nc.subscribe(names.join, {
    callback: (_, message) => {
      const asked = membersOf(jsonOf(message))
      if (asked?.['type'] === 'coordinator') return void message.respond(JSON.stringify({ type: 'busy' }))
      const theirs = readVersions(asked?.['versions'])
      const apart =
        theirs === undefined
          ? ['it does not say its versions']
          : differences(versions, theirs, host.terms.plan)
      const name = isText(asked?.['name'], 100) ? asked['name'] : 'a worker'
      host.onStep?.(apart.length === 0 ? `${name} joined` : `${name} was refused: ${apart.join('; ')}`)
      message.respond(
        JSON.stringify(
          apart.length === 0 ? { type: 'welcome', terms: host.terms } : { type: 'refused', reasons: apart },
        ),
      )
    },
  })
  const asks = nc.subscribe(names.known, {
    callback: (_, message) => {
      const asked = jsonOf(message)
      if (!isList(asked, mostAsked, isArtifactId)) return void message.respond('[]')
      void host
        .known(asked)
        .catch(() => [])
        .then((artifacts) => message.respond(JSON.stringify(artifacts)))
    },
  })
  return {
    stop() {
      joins.unsubscribe()
      asks.unsubscribe()
    },
  }
}

/** Makes sure that nobody else hands out jobs under this name. Throws QUEUE_BUSY, QUEUE_REFUSED. */
export async function claimLab(nc: NatsConnection, names: LabNames): Promise<void> {
  const taken = await nc
    .request(names.join, JSON.stringify({ type: 'coordinator' }), { timeout: answerMs })
    .then(() => true)
    .catch((error: unknown) => {
      if (isRefusal(error)) throw queueError(error, nc.getServer())
      return false
    })
  if (taken) throw new ClawbackError('QUEUE_BUSY', { lab: names.lab })
}

/**
 * Says who we are and gets the terms of the run there is, waiting for one as long as it takes; undefined once `signal` is
 * aborted. Throws WORKER_REFUSED, QUEUE_REFUSED.
 */
export async function askToJoin(
  nc: NatsConnection,
  names: LabNames,
  worker: { readonly name: string; readonly packs: readonly Pack[] },
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait?: () => void },
): Promise<Terms | undefined> {
  const words = JSON.stringify({ type: 'worker', name: worker.name, versions: versionsOf(worker.packs) })
  while (!signal.aborted && !nc.isClosed()) {
    const answer = await nc
      .request(names.join, words, { timeout: answerMs })
      .then(jsonOf)
      .catch((error: unknown) => {
        if (isRefusal(error)) throw queueError(error, nc.getServer())
        if (error instanceof errors.NoRespondersError || !nc.isClosed()) return undefined
        throw queueError(error, nc.getServer())
      })
    const said = membersOf(answer)
    if (said?.['type'] === 'refused') throw new ClawbackError('WORKER_REFUSED', { detail: reasonsOf(said) })
    if (said?.['type'] === 'welcome') {
      const terms = readTerms(said['terms'])
      if (terms === undefined || !keepsTerms(terms, worker.packs))
        throw new ClawbackError('WORKER_REFUSED', {
          detail: 'what it would keep results under is not what the run does',
        })
      return terms
    }
    onWait?.()
    await pause(againMs, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}

/** Which artifacts need no look. Without an answer all do: that is more work and nothing else. */
export async function askKnown(
  nc: NatsConnection,
  names: LabNames,
  artifacts: readonly string[],
): Promise<readonly string[]> {
  const answer = await nc
    .request(names.known, JSON.stringify(artifacts.slice(0, mostAsked)), { timeout: answerMs })
    .then(jsonOf)
    .catch(() => [])
  return isList(answer, mostAsked, isArtifactId) ? answer : []
}

function reasonsOf(said: Readonly<Record<string, unknown>>): string {
  const reasons = said['reasons']
  const isReason = (value: unknown): value is string => isText(value, 1_000)
  return isList(reasons, 1_000, isReason) ? reasons.join('; ') : 'no reason was given'
}

function jsonOf(message: Msg): unknown {
  try {
    return message.json()
  } catch {
    return undefined
  }
}
