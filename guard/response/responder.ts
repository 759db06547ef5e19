import { createPublicKey, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { openLedger } from '@clawback/ledger'
import type { OpenedResponder, Question, ResponderContext } from '../ports.js'
import type { Failpoint } from './advance.js'
import { createAnnouncer } from './announce.js'
import { openAuditKey } from './checkpoint.js'
import { decide, holdFuse } from './decide.js'
import type { Decision } from './decide.js'
import { createDesk } from './desk.js'
import { enact } from './enact.js'
import { openHooks } from './hooks/open.js'
import { escalate } from './escalate.js'
import type { Hook } from './hook.js'
import { recall, standingOf } from './memory.js'
import { responseMigrations } from './schema.js'
import { readResponseSettings } from './settings.js'
import type { StoredIntent } from './stored.js'
import type { Subject } from './subject.js'
import type { Time } from './time.js'
import { machineTime } from './time.js'
import { createWitness } from './witness.js'
import { createWorker } from './worker.js'

/** What tests put in place of the machine. */
export interface ResponseParts {
  readonly time?: Time
  readonly random?: () => number
  /** Further hooks, before those of the settings. */
  readonly hooks?: ReadonlyMap<string, Hook>
  readonly requestMs?: number
  readonly failpoint?: (point: Failpoint) => void
}

/**
 * Opens the response room: reads the settings, brings the ledger forward, recalls who stands held, makes the hooks and
 * sets the worker to what an earlier life left undone.
 */
export async function openResponder(
  context: ResponderContext,
  parts: ResponseParts = {},
): Promise<OpenedResponder> {
  const settings = readResponseSettings(context.settings, context.where)
  const time: Time = parts.time ?? { ...machineTime, now: () => context.clock.now() }
  const ledger = await openLedger(join(context.state, 'response.sqlite'), { migrations: responseMigrations })
  const key = await openAuditKey(join(context.state, 'audit.key'))
  const hooks = new Map([
    ...(parts.hooks ?? []),
    ...(await openHooks(settings.hooks, context.vault, () => time.now())),
  ])
  const memory = await recall(ledger, settings, time.now())
  const announce = createAnnouncer(context)
  const witness = createWitness(ledger, key, join(context.state, 'audit-checkpoints.ndjson'), time, context)
  const worker = createWorker({
    ledger,
    hooks,
    time,
    random: parts.random ?? (() => randomInt(1_000_000) / 1_000_000),
    moved: (stored, event) => {
      announce.moved(stored, event)
      if (event === 'bury') climbOn(stored)
    },
    unproven: (stored) => announce.unproven(stored),
    fault: (_, error) => context.fault('response worker', error),
    ...(parts.requestMs === undefined ? {} : { requestMs: parts.requestMs }),
    ...(parts.failpoint ? { failpoint: parts.failpoint } : {}),
  })
  const bench = {
    settings,
    hooks,
    fuse: memory.fuse,
    frozen: () => memory.frozen,
    known: (incident: string, name: string) => memory.known(incident, name),
    flapping: (subject: Subject) => memory.flapping(subject, time.now()),
  }
  const settled = new Map<string, string>()

  /** What could not be taken on one rung is asked for on the next. */
  let climbing: Promise<void> = Promise.resolve()
  const climbOn = (dead: StoredIntent): void => {
    const asking = ledger
      .transaction((tx) => escalate(tx, time.now(), dead, hooks, settings))
      .then((asked) => {
        if (asked) announce.asked(asked)
        worker.kick()
      })
      .catch((error: unknown) => context.fault('response escalation', error))
    climbing = climbing.then(() => asking)
  }

  /** Holds in memory what was decided; from here on the next call of these instances is refused. */
  const holdNow = (decision: Decision): (() => void) => {
    const fresh = decision.holds.filter(({ instance, action }) => {
      memory.acted(decision.incident, `${holdFuse}:${instance}`)
      const level = action === 'stop' ? 2 : 1
      return memory.holds.hold(instance, standingOf(decision.incident, level, decision.reason))
    })
    for (const { subject, verdict } of decision.wants)
      if (verdict === 'act') memory.acted(decision.incident, `${subject.type}:${subject.id}`)
    return () => {
      for (const hold of fresh) announce.held(decision, hold)
    }
  }

  worker.kick()
  return {
    standing: (lineage) => memory.holds.standing(lineage),
    consider: async (question: Question) => {
      const decision = decide(question, bench, time.now())
      const tellHolds = holdNow(decision)
      const digest = digestOf(decision)
      if (settled.get(decision.incident) === digest) return
      settled.set(decision.incident, digest)
      forgetOldest(settled)
      const enacted = await enact(ledger, time.now(), decision, settings)
        .catch((error: unknown) => {
          settled.delete(decision.incident)
          throw error
        })
        .finally(tellHolds)
      if (enacted.some(({ did }) => did === 'queued' || did === 'asked')) worker.kick()
      announce.decided(enacted)
    },
    desk: createDesk({
      ledger,
      settings,
      memory,
      worker,
      time,
      announce,
      witness,
      publicKey: createPublicKey(key),
    }),
    stop: async () => {
      await worker.stop()
      await climbing
      await witness.stop()
      await ledger.close()
    },
  }
}

/** Equal for decisions that do the same, so that the same is not written down again with every further alert. */
function digestOf({ level, holds, wants, why }: Decision): string {
  return JSON.stringify([
    level,
    holds.map(({ instance, action }) => [instance, action]),
    wants.map(({ subject, verdict }) => [subject.type, subject.id, verdict]),
    why,
  ])
}

const mostSettled = 10_000

function forgetOldest(settled: Map<string, string>): void {
  for (const [oldest] of settled) {
    if (settled.size <= mostSettled) return
    settled.delete(oldest)
  }
}
