import type { IntentState, ResponseLevel, RevocationIntent } from '@clawback/model'
import { maybeNumberOf, maybeTextOf, numberOf, textOf } from '@clawback/ledger'
import type { Row } from '@clawback/ledger'

/** An intent with what the outbox keeps beside it. */
export interface StoredIntent {
  readonly intent: RevocationIntent
  /** Proposed by a policy, not by a person. */
  readonly automatic: boolean
  readonly epoch: number
  /** Milliseconds since the epoch. */
  readonly created: number
  /** When it is next due; absent when nothing is left to do by itself. */
  readonly nextAt?: number
  readonly leaseUntil?: number
  /** Probes since it was last accepted. */
  readonly probes: number
  /** What was last said about it. */
  readonly detail: string
  /** What the provider needs to undo it; never shown. */
  readonly undo?: string
  /** The intent this one gives back. */
  readonly restores?: string
}

/** Reads one row of the intent table. */
export function storedIntent(row: Row): StoredIntent {
  const nextAt = maybeNumberOf(row, 'next_at')
  const leaseUntil = maybeNumberOf(row, 'lease_until')
  const undo = maybeTextOf(row, 'undo')
  const restores = maybeTextOf(row, 'restores')
  return {
    intent: {
      id: textOf(row, 'id'),
      incident: textOf(row, 'incident'),
      level: numberOf(row, 'level') as ResponseLevel,
      provider: textOf(row, 'provider'),
      operation: textOf(row, 'operation') as RevocationIntent['operation'],
      subject: {
        type: textOf(row, 'subject_type') as RevocationIntent['subject']['type'],
        id: textOf(row, 'subject_id'),
        related: JSON.parse(textOf(row, 'related')) as NonNullable<RevocationIntent['subject']['related']>,
      },
      reason: textOf(row, 'reason'),
      alerts: JSON.parse(textOf(row, 'alerts')) as string[],
      idempotencyKey: textOf(row, 'idempotency_key'),
      state: textOf(row, 'state') as IntentState,
      attempts: numberOf(row, 'attempts'),
      times: JSON.parse(textOf(row, 'times')) as RevocationIntent['times'],
    },
    automatic: numberOf(row, 'automatic') === 1,
    epoch: numberOf(row, 'epoch'),
    created: numberOf(row, 'created'),
    probes: numberOf(row, 'probes'),
    detail: textOf(row, 'detail'),
    ...(nextAt === undefined ? {} : { nextAt }),
    ...(leaseUntil === undefined ? {} : { leaseUntil }),
    ...(undo === undefined ? {} : { undo }),
    ...(restores === undefined ? {} : { restores }),
  }
}
