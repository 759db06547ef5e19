import type { Receipt, RevocationIntent } from '@clawback/model'
import type { Hook } from '../hook.js'

/** A provider in memory that really keeps and takes access, and misbehaves on demand. */
export interface Provider extends Hook {
  /** Subjects that have no access now. */
  readonly blocked: ReadonlySet<string>
  /** Times access was really taken or given, by subject. */
  readonly effects: ReadonlyMap<string, number>
  /** Every request, in order. */
  readonly requests: readonly { readonly operation: string; readonly key: string }[]
  /** What the next requests do before or instead of working; empty: they work. */
  readonly script: Misbehaviour[]
  /** A person at the provider lets the subject in again. */
  letIn(subject: string): void
  /** Whether probes tell the truth, nothing, or fail. */
  probes: 'truth' | 'unknown' | 'fail'
}

export type Misbehaviour =
  | { readonly do: 'work-then-hang' }
  | { readonly do: 'throw' }
  /** Answers only once the given promise is kept. */
  | { readonly do: 'wait'; readonly until: Promise<unknown> }
  | { readonly do: 'answer'; readonly outcome: Receipt['outcome']; readonly retryAfterMs?: number }

export function memoryProvider(name = 'idp'): Provider {
  const blocked = new Set<string>()
  const done = new Set<string>()
  const effects = new Map<string, number>()
  const requests: { operation: string; key: string }[] = []
  const script: Misbehaviour[] = []
  const receipt = (
    intent: RevocationIntent,
    operation: Receipt['operation'],
    outcome: Receipt['outcome'],
  ): Receipt => ({
    intent: intent.id,
    provider: name,
    operation,
    outcome,
    detail: `${operation} ${outcome}`,
  })
  const change = (intent: RevocationIntent, operation: 'revoke' | 'restore'): Receipt => {
    requests.push({ operation, key: intent.idempotencyKey })
    const next = script.shift()
    if (next?.do === 'throw') throw new Error('connection reset')
    if (next?.do === 'answer') {
      const { outcome, retryAfterMs } = next
      return {
        ...receipt(intent, operation, outcome),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      }
    }
    if (!done.has(intent.idempotencyKey)) {
      done.add(intent.idempotencyKey)
      effects.set(intent.subject.id, (effects.get(intent.subject.id) ?? 0) + 1)
    }
    if (operation === 'revoke') blocked.add(intent.subject.id)
    else blocked.delete(intent.subject.id)
    if (next?.do === 'work-then-hang') throw new DOMException('too late', 'TimeoutError')
    return receipt(intent, operation, 'accepted')
  }
  const provider: Provider = {
    provider: name,
    subjects: ['credential', 'grant', 'client', 'session', 'human', 'agent'],
    blocked,
    effects,
    requests,
    script,
    probes: 'truth',
    letIn: (subject) => {
      blocked.delete(subject)
      done.clear()
    },
    prepare: (intent) => Promise.resolve(`undo ${intent.subject.id}`),
    revoke: async (intent) => {
      const [next] = script
      if (next?.do !== 'wait') return change(intent, 'revoke')
      script.shift()
      await next.until
      return change(intent, 'revoke')
    },
    restore: (intent) => new Promise((resolve) => resolve(change(intent, 'restore'))),
    verify: (intent) => {
      if (provider.probes === 'fail') return Promise.reject(new Error('no route'))
      if (provider.probes === 'unknown') return Promise.resolve(receipt(intent, 'verify', 'unknown'))
      const gone = blocked.has(intent.subject.id)
      const as = gone === (intent.operation === 'revoke') ? 'effective' : 'not_effective'
      return Promise.resolve(receipt(intent, 'verify', as))
    },
  }
  return provider
}
