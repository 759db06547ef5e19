import type { Receipt } from '@clawback/model'
import { numberOf } from '@clawback/ledger'
import type { Ledger, Verbs } from '@clawback/ledger'
import type { Breaker } from './breaker.js'
import type { Hook } from './hook.js'
import type { IntentEvent } from './intent.js'
import { intentAt, move, reschedule } from './outbox.js'
import type { Changes } from './outbox.js'
import { attemptsAllowed, probeWait, proveWithin, retryWait, settleAfter } from './schedule.js'
import type { StoredIntent } from './stored.js'
import type { Time } from './time.js'

/** Places where a crash is rehearsed: before and after everything that lasts. */
export type Failpoint = 'leased' | 'answered' | 'accepted' | 'probed' | 'proven'

export interface WorkContext {
  readonly ledger: Ledger
  readonly hooks: ReadonlyMap<string, Hook>
  readonly time: Time
  readonly breaker: Breaker
  /** 0 to 1, for jitter. */
  readonly random: () => number
  /** Milliseconds one request may take. Default 10,000. */
  readonly requestMs?: number
  /** Told after each committed move. */
  readonly moved?: (stored: StoredIntent, event: IntentEvent) => void
  /** Told when an accepted intent will never be proven, for want of a probe. */
  readonly unproven?: (stored: StoredIntent) => void
  /** Told when we ourselves failed; the intent stays due. */
  readonly fault?: (stored: StoredIntent | undefined, error: unknown) => void
  readonly failpoint?: (point: Failpoint) => void
}

const worker = 'worker'

/** Takes one due intent as far as it goes now. Every move is committed before the next begins. */
export async function advance(stored: StoredIntent, context: WorkContext): Promise<void> {
  switch (stored.intent.state) {
    case 'queued':
      return send(stored, context)
    case 'sending':
      return send(
        await moved(stored, 'recover', context, { leaseUntil: null, detail: 'its worker was lost' }),
        context,
      )
    case 'accepted':
      return prove(stored, context)
    case 'effective':
      return settle(stored, context)
    case 'not_effective':
      return retryOrBury(stored, context, stored.detail)
    case 'failed':
      await moved(stored, 'bury', context, { nextAt: null })
      return
    case 'awaiting_approval':
      return remindOrExpire(stored, context)
    default:
      await reschedule(context.ledger, stored.intent.id, null, stored.probes, stored.detail)
  }
}

/** Nobody decided yet: ask again, ever less often, and in the end let it go. What was held stays held. */
async function remindOrExpire(stored: StoredIntent, context: WorkContext): Promise<void> {
  const { ledger, time } = context
  const asked = await ledger.get('SELECT remind_ms, expires_at FROM approval WHERE intent = ?', [
    stored.intent.id,
  ])
  const expires = asked ? numberOf(asked, 'expires_at') : 0
  const now = time.now()
  if (!asked || now >= expires)
    await moved(stored, 'expire', context, { nextAt: null, detail: 'nobody decided' })
  else {
    const wait = numberOf(asked, 'remind_ms') * 2 ** (stored.probes + 1)
    await moved(stored, 'remind', context, {
      nextAt: Math.min(now + wait, expires),
      probes: stored.probes + 1,
    })
  }
}

/** Lease, look whether an earlier attempt got through after all, ask, write down the answer, prove. */
async function send(stored: StoredIntent, context: WorkContext): Promise<void> {
  const { time, requestMs = 10_000, failpoint, breaker } = context
  const { id, provider } = stored.intent
  const hook = context.hooks.get(provider)
  const wait = breaker.wait(provider, time.now())
  if (wait > 0)
    return reschedule(
      context.ledger,
      id,
      time.now() + wait,
      stored.probes,
      `${provider} does not answer; waiting`,
    )
  const attempts = stored.intent.attempts + 1
  const leaseUntil = time.now() + 3 * requestMs
  const undo = hook && stored.undo === undefined ? await prepared(hook, stored, context) : undefined
  const kept = undo === undefined ? {} : { undo }
  const leased = await moved(stored, 'lease', context, { attempts, leaseUntil, nextAt: leaseUntil, ...kept })
  failpoint?.('leased')
  if (!hook) {
    await moved(leased, 'reject', context, { detail: `no hook named ${provider}` })
    return advance(await intentAt(context.ledger, id), context)
  }
  const earlier = attempts > 1 ? await probe(hook, leased, context) : undefined
  const receipt = earlier?.outcome === 'effective' ? earlier : await ask(hook, leased, context)
  if (receipt.outcome === 'retry') breaker.failed(provider, time.now())
  else breaker.answered(provider)
  failpoint?.('answered')
  await record(leased, receipt, context)
}

async function record(stored: StoredIntent, receipt: Receipt, context: WorkContext): Promise<void> {
  const { detail, undo, retryAfterMs } = receipt
  const changes: Changes = { detail, leaseUntil: null, ...(undo === undefined ? {} : { undo }) }
  switch (receipt.outcome) {
    case 'accepted':
    case 'unknown':
    case 'effective': {
      const accepted = await moved(stored, 'accept', context, {
        ...changes,
        probes: 0,
        nextAt: context.time.now(),
      })
      context.failpoint?.('accepted')
      return receipt.outcome === 'effective' ? proven(accepted, detail, context) : prove(accepted, context)
    }
    case 'refused':
      return bury(await moved(stored, 'reject', context, { ...changes, nextAt: context.time.now() }), context)
    case 'not_effective':
    case 'retry':
      return retryOrBury(stored, context, detail, retryAfterMs)
  }
}

/** A provider's yes is its word; only the probe makes it effective. */
async function prove(stored: StoredIntent, context: WorkContext): Promise<void> {
  const { time, ledger } = context
  const { id } = stored.intent
  const hook = context.hooks.get(stored.intent.provider)
  const receipt = hook ? await probe(hook, stored, context) : undefined
  context.failpoint?.('probed')
  if (receipt?.outcome === 'effective') return proven(stored, receipt.detail, context)
  const detail = receipt?.detail ?? 'no hook to probe with'
  const since = time.now() - Date.parse(stored.intent.times.accepted ?? '')
  if (since < proveWithin)
    return reschedule(ledger, id, time.now() + probeWait(stored.probes), stored.probes + 1, detail)
  if (receipt?.outcome === 'not_effective') {
    await moved(stored, 'disprove', context, { detail, nextAt: time.now() })
    return
  }
  await reschedule(ledger, id, null, stored.probes, `unproven: ${detail}`)
  context.unproven?.(stored)
}

async function proven(stored: StoredIntent, detail: string, context: WorkContext): Promise<void> {
  const { ledger, time } = context
  const { id, operation } = stored.intent
  const now = time.now()
  const told = await ledger.transaction(async (tx) => {
    const nextAt = now + settleAfter
    const effective = await move(tx, now, id, 'prove', worker, { detail, probes: 0, nextAt })
    if (operation === 'revoke') return [[effective, 'prove']] as const
    const done = await move(tx, now, id, 'settle', worker, { nextAt: null })
    return [[effective, 'prove'], [done, 'settle'], ...(await givenBack(tx, now, stored))] as const
  })
  context.failpoint?.('proven')
  for (const [after, event] of told) context.moved?.(after, event)
}

/** With a restore proven, the revocation it undoes is over. */
async function givenBack(
  tx: Verbs,
  now: number,
  restore: StoredIntent,
): Promise<[StoredIntent, IntentEvent][]> {
  const original = restore.restores === undefined ? undefined : await intentAt(tx, restore.restores)
  if (!original || !['accepted', 'effective', 'done'].includes(original.intent.state)) return []
  return [[await move(tx, now, original.intent.id, 'restore', worker, { nextAt: null }), 'restore']]
}

/** Looks once more: access that came back by itself is taken again. */
async function settle(stored: StoredIntent, context: WorkContext): Promise<void> {
  const { ledger, time } = context
  const hook = context.hooks.get(stored.intent.provider)
  const receipt = hook ? await probe(hook, stored, context) : undefined
  if (receipt?.outcome === 'unknown' && stored.probes < 5)
    return reschedule(ledger, stored.intent.id, time.now() + settleAfter, stored.probes + 1, receipt.detail)
  if (receipt?.outcome !== 'not_effective') {
    const detail =
      receipt?.outcome === 'effective' ? receipt.detail : 'was effective; could not be looked at again'
    await moved(stored, 'settle', context, { nextAt: null, detail })
    return
  }
  if (await beingRestored(stored, context))
    return reschedule(ledger, stored.intent.id, null, 0, 'being restored')
  await moved(stored, 'disprove', context, { detail: receipt.detail, nextAt: time.now() })
}

async function beingRestored(stored: StoredIntent, { ledger }: WorkContext): Promise<boolean> {
  const open = `state NOT IN ('cancelled', 'expired', 'dead_letter', 'restored')`
  return (
    (await ledger.get(`SELECT 1 FROM intent WHERE restores = ? AND ${open}`, [stored.intent.id])) !==
    undefined
  )
}

async function retryOrBury(
  stored: StoredIntent,
  context: WorkContext,
  detail: string,
  retryAfterMs?: number,
): Promise<void> {
  const { attempts } = stored.intent
  const now = context.time.now()
  if (attempts >= attemptsAllowed)
    return bury(await moved(stored, 'exhaust', context, { detail, leaseUntil: null, nextAt: now }), context)
  const nextAt = now + retryWait(attempts, context.random(), retryAfterMs)
  await moved(stored, 'retry', context, { detail, leaseUntil: null, nextAt })
}

async function bury(stored: StoredIntent, context: WorkContext): Promise<void> {
  await moved(stored, 'bury', context, { nextAt: null })
}

async function moved(
  stored: StoredIntent,
  event: IntentEvent,
  context: WorkContext,
  changes: Changes,
): Promise<StoredIntent> {
  const { ledger, time } = context
  const after = await ledger.transaction((tx) =>
    move(tx, time.now(), stored.intent.id, event, worker, changes),
  )
  context.moved?.(after, event)
  return after
}

/** Asks the provider. A time-out or a lost connection says nothing about what happened there: look before giving up. */
async function ask(hook: Hook, stored: StoredIntent, context: WorkContext): Promise<Receipt> {
  const { intent, undo } = stored
  const signal = AbortSignal.timeout(context.requestMs ?? 10_000)
  try {
    return intent.operation === 'revoke'
      ? await hook.revoke(intent, signal)
      : await hook.restore(intent, undo, signal)
  } catch (error) {
    const found = await probe(hook, stored, context)
    return found.outcome === 'effective' ? found : { ...found, outcome: 'retry', detail: reasonOf(error) }
  }
}

/** What undoing will need. Not finding it out does not hold up the taking. */
async function prepared(
  hook: Hook,
  { intent }: StoredIntent,
  context: WorkContext,
): Promise<string | undefined> {
  if (intent.operation !== 'revoke') return undefined
  return hook.prepare?.(intent, AbortSignal.timeout(context.requestMs ?? 10_000)).catch(() => undefined)
}

async function probe(hook: Hook, { intent, undo }: StoredIntent, context: WorkContext): Promise<Receipt> {
  try {
    return await hook.verify(intent, undo, AbortSignal.timeout(context.requestMs ?? 10_000))
  } catch (error) {
    const detail = `the probe failed: ${reasonOf(error)}`
    return { intent: intent.id, provider: hook.provider, operation: 'verify', outcome: 'unknown', detail }
  }
}

/** The kind of failure, never its text: a message of a network library may quote a URL or a header. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time'
  const cause = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : undefined
  return cause ?? error.name
}
