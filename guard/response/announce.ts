import type { ControlFields, ControlKind, ResponderContext } from '../ports.js'
import { asksOf } from './approvals.js'
import type { Decision, Hold } from './decide.js'
import type { Enacted } from './enact.js'
import type { IntentEvent } from './intent.js'
import type { StoredIntent } from './stored.js'

/** Tells the story what the responder does: `control.*` and `approval.*` records on the chain it is about. */
export interface Announcer {
  held(decision: Decision, hold: Hold): void
  lifted(instance: string, incident: string, by: string): void
  decided(enacted: readonly Enacted[]): void
  /** A person is asked about an intent. */
  asked(stored: StoredIntent): void
  moved(stored: StoredIntent, event: IntentEvent): void
  unproven(stored: StoredIntent): void
}

/** Which moves are worth a record, and of which kind. */
const told: Readonly<Partial<Record<IntentEvent, ControlKind>>> = {
  accept: 'control.revoke',
  bury: 'control.revoke',
  prove: 'control.verify',
  disprove: 'control.verify',
  restore: 'control.restore',
  remind: 'approval.request',
  approve: 'approval.decide',
  deny: 'approval.decide',
  expire: 'approval.decide',
}

export function createAnnouncer(context: Pick<ResponderContext, 'record' | 'fault'>): Announcer {
  const asked = (stored: StoredIntent): void =>
    context.record('approval.request', {
      ...fieldsOf(stored),
      'control.reason': asksOf(stored, stored.detail),
    })
  return {
    held: ({ incident, level, reason }, { instance, action }) =>
      context.record(action === 'stop' ? 'control.stop' : 'control.deny', {
        'agent.instance': instance,
        'control.decision': 'deny',
        'control.by': 'guard',
        'control.reason': reason,
        'control.level': level,
        'control.incident': incident,
      }),
    lifted: (instance, incident, by) =>
      context.record('control.restore', {
        'agent.instance': instance,
        'control.decision': 'allow',
        'control.by': by,
        'control.incident': incident,
      }),
    decided: (enacted) => {
      for (const { stored, did } of enacted) if (did === 'asked') asked(stored)
    },
    asked,
    moved: (stored, event) => {
      const kind = told[event]
      if (kind === undefined || (stored.intent.operation === 'restore' && kind !== 'control.verify')) return
      context.record(kind, fieldsOf(stored))
      if (event === 'bury')
        context.fault(`${stored.intent.operation} ${stored.intent.id} is a dead letter`, stored.detail)
    },
    unproven: (stored) =>
      context.fault(`${stored.intent.operation} ${stored.intent.id} is accepted and unproven`, stored.detail),
  }
}

function fieldsOf({ intent, detail }: StoredIntent): ControlFields {
  return {
    'agent.instance': intent.subject.related?.instance,
    'approval.id': intent.state === 'awaiting_approval' ? intent.id : undefined,
    'control.by': 'guard',
    'control.reason': `${intent.reason}: ${detail}`,
    'control.level': intent.level,
    'control.intent': intent.id,
    'control.state': intent.state,
    'control.incident': intent.incident,
  }
}
