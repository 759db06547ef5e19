import type { Receipt, RevocationIntent } from '@clawback/model'

/** What a status means for an outbox: done, not now, never. 4xx are final but for those that pass by themselves. */
export function outcomeOf(status: number): 'accepted' | 'retry' | 'refused' {
  if (status >= 200 && status < 300) return 'accepted'
  if (status >= 500 || [401, 408, 409, 423, 425, 429].includes(status)) return 'retry'
  return 'refused'
}

/** Milliseconds of a Retry-After field (RFC 9110, 10.2.3): seconds or a date. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** A receipt for a verb of a hook. */
export function receiptOf(
  provider: string,
  intent: RevocationIntent,
  operation: Receipt['operation'],
  outcome: Receipt['outcome'],
  detail: string,
  retryAfterMs?: number,
): Receipt {
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
  return { intent: intent.id, provider, operation, outcome, detail, ...wait }
}

/** Plain HTTP is for loopback only; everything else must be HTTPS. */
export function secureEnough(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
