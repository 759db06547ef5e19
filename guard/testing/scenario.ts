import { readFileSync } from 'node:fs'
import { buildRecord } from '@clawback/model'
import type { LiveRecord, RecordDraft, Trust } from '@clawback/model'
import type { Observed } from '../ports.js'
import { createHash } from 'node:crypto'
import { connectors } from '../sources/connectors.js'
import type { Look } from '../sources/connector.js'

const trusts: Readonly<Record<string, Trust>> = {
  'claude-code': 2,
  otlp: 1,
  postgres: 3,
  'service-audit': 3,
  okta: 3,
}
const connectorOf: Readonly<Record<string, string>> = {
  warehouse: 'postgres',
  records: 'service-audit',
  idp: 'okta',
}

/** The raw inputs of GS-1 as observed records with fixed times and ids: step N happens N seconds after two o'clock. */
export function observedScenario(name = 'gs-1'): readonly Observed[] {
  const path = new URL(`../../datasets/scenarios/${name}/steps.ndjson`, import.meta.url)
  const steps = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  return steps.flatMap((line, at) => observedStep(line, Date.parse('2026-11-24T01:00:00.000Z') + at * 1_000))
}

export const token = 'Zk3v9QwX7tBq1LmN5pRs8YdGh2JcVf4A'
export const stampOfRoot = 'ag-00000001-00000002'

function observedStep(line: string, at: number): readonly Observed[] {
  const { to, body } = JSON.parse(fill(line, at)) as { readonly to?: string; readonly body?: object }
  if (to === undefined) return []
  const [noun, name = ''] = to.split('/')
  const connector = connectors.get(name === '' ? 'otlp' : (connectorOf[name] ?? name))
  if (connector === undefined) throw new RangeError(`no connector for ${to}`)
  const look: Look = {
    received: new Date(at).toISOString(),
    login: 'alice@ws-17',
    ...(name === '' ? { signal: noun as 'traces' | 'logs' } : {}),
    seal: (secret) => createHash('sha256').update(secret).digest('hex'),
  }
  return connector.read(JSON.stringify(body), look).map(({ draft, keys, claims = [] }, index) => ({
    record: buildRecord({
      ...draft,
      id: `r-${String(at)}-${index}`,
      stage: 'live',
      seq: at + index,
      'source.engine': connector.name,
      'source.version': '0',
      'source.trust': trusts[connector.name] ?? 0,
      'source.connector': name === '' ? 'telemetry' : name,
    } as unknown as RecordDraft) as LiveRecord,
    keys,
    claims,
  }))
}

/** Fills the placeholders with fixed values; made up ones are digests of their names. */
function fill(line: string, at: number): string {
  return line.replace(/\{\{([a-z0-9_.+-]+)\}\}/g, (_, name: string) => {
    const [, kind, offset = '0'] = /^(now|nanos)([+-]\d+)?$/.exec(name) ?? []
    if (kind === 'now') return new Date(at + Number(offset)).toISOString()
    if (kind === 'nanos') return `${at + Number(offset)}000000`
    if (name === 'token') return token
    const hex = createHash('sha256')
      .update(name === 'token.sha256' ? token : name)
      .digest('hex')
    if (name === 'token.sha256') return hex
    if (name === 'stamp') return stampOfRoot
    if (name === 'trace') return hex.slice(0, 32)
    if (name.startsWith('span.')) return hex.slice(0, 16)
    if (name === 'issuer' || name === 'records') return 'https://id.example.test'
    return `${name}-${hex.slice(0, 8)}`
  })
}
