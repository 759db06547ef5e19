import { numberMember, parseTraceparent, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import { identifier } from '../clean.js'
import type { Connector, Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import { digestOf } from '../gap.js'
import { digestHex, stampIn } from './keys.js'
import { jsonLines } from './lines.js'

/**
 * Audit lines of a service in front of data: time, request_id, service, database, environment, verb, object, rows,
 * status (HTTP), application_name or user_agent, client_addr, traceparent, token_sha256, client_id, subject. Two lines
 * that are equal to the letter are one event told twice: give requests an id.
 */
export const serviceAudit: Connector = jsonLines('service-audit', readLine)

function readLine(line: JsonObject, text: string, look: Look): Sighting | undefined {
  const id = (name: string): string | undefined => identifier(textMember(line, name))
  const database = id('database')
  if (database === undefined) return undefined
  const trace = parseTraceparent(textMember(line, 'traceparent'))
  const status = numberMember(line, 'status')
  const rows = numberMember(line, 'rows')
  return sighting(
    'data.access',
    instant(textMember(line, 'time')) ?? look.received,
    'log',
    {
      'service.name': id('service'),
      'db.namespace': database,
      'db.collection.name': id('object'),
      'effect.verb': verbOf(textMember(line, 'verb')),
      'effect.outcome': outcomeOf(status),
      'http.response.status_code': status,
      'volume.records': rows,
      'volume.bytes': numberMember(line, 'bytes'),
      'target.kind': 'database',
      'target.name': database,
      'target.env': id('environment'),
      'client.address': id('client_addr'),
      'user.id': id('subject'),
      'user_agent.original': id('user_agent'),
      'source.ref': id('request_id'),
      'source.dedupe_key': digestOf(`${id('request_id') ?? ''}|${text}`),
    },
    {
      stamp: stampIn(textMember(line, 'application_name') ?? textMember(line, 'user_agent')),
      trace: trace?.traceId,
      parentSpan: trace?.parentId,
      tokenDigest: digestHex(textMember(line, 'token_sha256')),
      client: id('client_id'),
    },
  )
}

const verbs: ReadonlySet<string> = new Set(['read', 'write', 'delete', 'exec', 'admin', 'send'])

function verbOf(verb: string | undefined): string | undefined {
  return verb !== undefined && verbs.has(verb) ? verb : undefined
}

function outcomeOf(status: number | undefined): string {
  if (status === undefined) return 'unknown'
  if (status === 401 || status === 403) return 'denied'
  return status < 400 ? 'success' : 'failure'
}
