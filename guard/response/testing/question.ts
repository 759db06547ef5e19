import { buildRecord } from '@clawback/model'
import type {
  Alert,
  Attribution,
  Incident,
  LiveRecord,
  RecordDraft,
  ResponseLevel,
  Trust,
} from '@clawback/model'
import type { Question } from '../../ports.js'

/** An agent that did something, and how sure we are of it. */
export interface Scene {
  readonly incident?: string
  readonly level?: ResponseLevel
  readonly allowed?: ResponseLevel
  readonly mode?: Alert['mode']
  readonly instance?: string
  readonly grant?: string
  readonly score?: number
  readonly trust?: Trust
  readonly kind?: RecordDraft['kind']
  readonly attribution?: Partial<Attribution>
}

/** What the guard's service would ask about one incident with one alert on one record. */
export function questionOf(scene: Scene = {}): Question {
  const {
    incident = 'incident-1',
    level = 3,
    allowed = 6,
    mode = 'enforce',
    instance = 'session-1',
    grant = 'grant-1',
    score = 0.9,
    trust = 2,
    kind = 'data.access',
  } = scene
  const record = buildRecord({
    kind,
    stage: 'live',
    time: '2026-01-01T02:00:00.000Z',
    seq: 1,
    'source.engine': 'test',
    'source.version': '1',
    'source.channel': 'log',
    'source.trust': trust,
  }) as LiveRecord
  const piece = { method: 'token-digest', trust, weight: 0.88, ref: record.id }
  const attribution: Attribution = {
    human: 'human:alice',
    agent: 'agent:claude-code',
    lineage: [instance],
    session: instance,
    credential: `cred-of-${grant}`,
    grant,
    client: 'claude-code',
    score,
    level: 'A3',
    evidence: [
      { claim: 'session', value: instance, ...piece },
      { claim: 'credential', value: `cred-of-${grant}`, ...piece },
      { claim: 'human', value: 'human:alice', ...piece },
    ],
    conflicts: [],
    rev: 0,
    ...scene.attribution,
  }
  const alert: Alert = {
    id: `alert-of-${incident}`,
    rule: 'agent.data.off-hours-pull',
    title: 'Records pulled at night',
    pack: 'agent-runtime-core',
    version: '1.0.0',
    level: 'high',
    type: 'threat',
    tags: ['attack.collection'],
    state: 'certain',
    time: record.time,
    refs: [record.id],
    refCount: 1,
    fields: {},
    group: [],
    response: level,
    mode,
    dedupeKey: `dedupe-of-${incident}`,
  }
  return {
    incident: incidentOf(incident, instance, alert),
    alerts: [alert],
    attributions: new Map([[record.id, attribution]]),
    records: new Map([[record.id, record]]),
    allowed,
  }
}

function incidentOf(id: string, chain: string, alert: Alert): Incident {
  const { time, level, response } = alert
  return { id, chain, opened: time, updated: time, alerts: [alert.id], level, response, state: 'open' }
}
