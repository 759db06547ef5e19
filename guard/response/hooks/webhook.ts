import { createHmac } from 'node:crypto'
import type { Receipt, RevocationIntent } from '@clawback/model'
import type { Hook } from '../hook.js'
import { outcomeOf, receiptOf, retryAfter } from './answer.js'
import type { Secret } from './secret.js'

export interface WebhookOptions {
  readonly name: string
  readonly url: string
  readonly secret: Secret
  readonly subjects: Hook['subjects']
  /**
   * The receiver answers `{operation: "verify", of: "revoke" | "restore"}` with `{outcome: "effective" |
   * "not_effective"}`. Without it nothing is ever proven.
   */
  readonly probes: boolean
  readonly now: () => number
}

/**
 * Hands the request to a receiver of the operator's own: a POST of JSON with `Idempotency-Key`, signed as
 * `Clawback-Signature: t={seconds},v1={hex HMAC-SHA256 of "{t}.{body}"}`. Its 2xx means `accepted`, no more.
 */
export function createWebhookHook(options: WebhookOptions): Hook {
  const { name, url, secret, subjects, probes, now } = options
  const post = async (
    intent: RevocationIntent,
    operation: Receipt['operation'],
    signal: AbortSignal,
    undo?: string,
  ): Promise<Response> => {
    const { id, incident, level, subject, reason, idempotencyKey } = intent
    const of = operation === 'verify' ? intent.operation : undefined
    const body = JSON.stringify({ id, incident, level, operation, of, subject, reason, idempotencyKey, undo })
    const time = Math.floor(now() / 1_000)
    return fetch(url, {
      method: 'POST',
      body,
      signal,
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `${idempotencyKey}-${operation}`,
        'clawback-signature': `t=${time},v1=${signatureOf(secret, time, body)}`,
      },
    })
  }
  const asked = async (
    intent: RevocationIntent,
    operation: 'revoke' | 'restore',
    signal: AbortSignal,
    undo?: string,
  ) => {
    const response = await post(intent, operation, signal, undo)
    await response.body?.cancel()
    const { status, headers } = response
    const wait = retryAfter(headers, now())
    return receiptOf(name, intent, operation, outcomeOf(status), `${operation}: HTTP ${status}`, wait)
  }

  return {
    provider: name,
    subjects,
    revoke: (intent, signal) => asked(intent, 'revoke', signal),
    restore: (intent, undo, signal) => asked(intent, 'restore', signal, undo),
    verify: async (intent, undo, signal) => {
      if (!probes) return receiptOf(name, intent, 'verify', 'unknown', 'the receiver cannot be probed')
      const response = await post(intent, 'verify', signal, undo)
      const body = response.ok ? ((await response.json()) as { readonly outcome?: unknown }) : {}
      const outcome =
        body.outcome === 'effective' || body.outcome === 'not_effective' ? body.outcome : 'unknown'
      return receiptOf(name, intent, 'verify', outcome, `the receiver looked: ${outcome}`)
    },
  }
}

/** What the receiver computes to check a request. */
export function signatureOf(secret: Secret, time: number, body: string): string {
  return createHmac('sha256', secret.reveal()).update(`${time}.${body}`).digest('hex')
}
