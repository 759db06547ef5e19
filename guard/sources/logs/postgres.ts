import { numberMember, parseTraceparent, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import { clean, identifier } from '../clean.js'
import type { Connector, Look } from '../connector.js'
import { instant, sighting } from '../fields.js'
import { digestOf } from '../gap.js'
import { digestHex, stampIn } from './keys.js'
import { jsonLines } from './lines.js'
import { readStatement } from './statement.js'

/**
 * PostgreSQL's jsonlog (15 and later: timestamp, user, dbname, application_name, statement, message), with pgAudit's
 * `AUDIT:` messages (pgaudit.log_rows puts the row count last). Who asked is joined by what the client left there: a
 * stamp in application_name, and sqlcommenter's traceparent and token_sha256.
 */
export const postgres: Connector = jsonLines('postgres', readLine)

function readLine(line: JsonObject, text: string, look: Look): Sighting | undefined {
  const message = textMember(line, 'message') ?? ''
  const audit = readAudit(message)
  const sql =
    audit?.statement ??
    textMember(line, 'statement') ??
    /^(?:statement|execute [^:]{1,64}): (.*)$/s.exec(message)?.[1]
  if (sql === undefined) return undefined
  const statement = readStatement(sql)
  const database = identifier(textMember(line, 'dbname') ?? textMember(line, 'database'))
  const trace = parseTraceparent(statement.tags.get('traceparent'))
  const operation = audit?.command ?? statement.operation
  return sighting(
    'data.access',
    instant(textMember(line, 'timestamp')) ?? look.received,
    'log',
    {
      'db.system.name': 'postgresql',
      'db.namespace': database,
      'db.collection.name': identifier(audit?.object) ?? statement.table,
      'db.operation.name': operation,
      'db.query.text': clean(statement.text, look).text,
      'db.response.returned_rows': rowsOf(line, audit),
      'volume.records': rowsOf(line, audit),
      'effect.verb': verbOf(audit?.class, operation),
      'effect.outcome': outcomeOf(line, message),
      'target.kind': 'database',
      'target.name': database,
      'user.name': identifier(textMember(line, 'user')),
      'client.address': identifier(textMember(line, 'remote_host')),
      'source.ref': identifier(textMember(line, 'session_id')),
      'source.dedupe_key': digestOf(text),
    },
    {
      stamp: stampIn(textMember(line, 'application_name')),
      trace: trace?.traceId,
      parentSpan: trace?.parentId,
      tokenDigest: digestHex(statement.tags.get('token_sha256')),
      client: statement.tags.get('client_id'),
    },
  )
}

interface Audit {
  readonly class: string
  readonly command: string
  readonly object: string | undefined
  readonly statement: string
  readonly rows: number | undefined
}

/** `AUDIT: SESSION,id,sub,CLASS,COMMAND,type,object,statement,parameters[,rows]`, quoted as CSV (pgAudit, README). */
function readAudit(message: string): Audit | undefined {
  if (!message.startsWith('AUDIT: ')) return undefined
  const cells = csv(message.slice(7, 65_536))
  const [, , , audited = '', command = '', , object = '', statement] = cells
  const rows = cells[9]
  if (statement === undefined) return undefined
  return {
    class: audited,
    command,
    object: object === '' ? undefined : object,
    statement,
    rows: rows !== undefined && /^\d{1,15}$/.test(rows) ? Number(rows) : undefined,
  }
}

function csv(text: string): readonly string[] {
  const cells: string[] = []
  for (let at = 0; at <= text.length && cells.length < 16;) {
    if (text[at] === '"') {
      let cell = ''
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') cell += text[at] ?? ''
        else if (text[at + 1] === '"') cell += text[at++] ?? ''
        else break
      }
      cells.push(cell)
      at += 2
    } else {
      const end = text.indexOf(',', at)
      cells.push(text.slice(at, end < 0 ? text.length : end))
      at = end < 0 ? text.length + 1 : end + 1
    }
  }
  return cells
}

function rowsOf(line: JsonObject, audit: Audit | undefined): number | undefined {
  return audit?.rows ?? numberMember(line, 'rows')
}

function verbOf(audited: string | undefined, operation: string | undefined): string | undefined {
  if (audited !== undefined && Object.hasOwn(classes, audited)) return classes[audited]
  return operation !== undefined && Object.hasOwn(operations, operation) ? operations[operation] : undefined
}

const classes: Readonly<Record<string, string>> = {
  READ: 'read',
  WRITE: 'write',
  FUNCTION: 'exec',
  ROLE: 'admin',
  DDL: 'admin',
}
const operations: Readonly<Record<string, string>> = {
  SELECT: 'read',
  COPY: 'read',
  WITH: 'read',
  INSERT: 'write',
  UPDATE: 'write',
  MERGE: 'write',
  DELETE: 'delete',
  TRUNCATE: 'delete',
  DROP: 'admin',
  CREATE: 'admin',
  ALTER: 'admin',
  GRANT: 'admin',
  REVOKE: 'admin',
}

function outcomeOf(line: JsonObject, message: string): string {
  if (textMember(line, 'error_severity') !== 'ERROR') return 'success'
  return message.startsWith('permission denied') ? 'denied' : 'failure'
}
