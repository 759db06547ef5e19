import type { IncomingMessage } from 'node:http'
import type { AgentEvent } from '@clawback/model'
import type { SourceConfig } from '../config/config.js'
import type { SourceIdentity, Sighting, Standing } from '../ports.js'
import { readBody } from './body.js'
import type { Connector, Look } from './connector.js'
import { connectors } from './connectors.js'
import { hookAnswer } from './hooks/answer.js'
import type { Answer, Handle } from './http.js'

/** What the routes need of the guard. */
export interface Inlet {
  look(source: SourceConfig): Look
  /** Takes sightings in at once; the events they became, duplicates left out. */
  take(source: SourceIdentity, sightings: readonly Sighting[]): readonly AgentEvent[]
  /** Resolves when everything taken so far is durable. */
  durable(): Promise<void>
  standing(lineage: readonly string[]): Standing | undefined
  stamp(instance: string): string
  /** Told after a call was denied. */
  denied(event: AgentEvent, standing: Standing): void
}

const mostHook = 4 * 1024 * 1024
const mostBatch = 16 * 1024 * 1024

/**
 * The inlets: `POST /v1/hooks/{source}`, `/v1/logs/{source}` (NDJSON), `/v1/traces` and `/v1/logs` (OTLP/HTTP in JSON).
 * A source is named by its configured name, or by its connector when only one source has it. Logs and telemetry are
 * answered when they are durable; hooks at once, from memory.
 */
export function inletRoutes(sources: readonly SourceConfig[], inlet: Inlet): Handle {
  return async (request, path) => {
    const [version, noun, name] = path
    if (version !== 'v1' || path.length > 3) return notFound
    if (request.method !== 'POST') return { status: 405, body: { error: 'POST it' } }
    if (noun === 'hooks' && name !== undefined)
      return onHook(request, sourceFor(sources, name, 'hook'), inlet)
    if (noun === 'logs' && name !== undefined)
      return onLines(request, sourceFor(sources, name, 'lines'), inlet)
    if ((noun === 'traces' || noun === 'logs') && name === undefined)
      return onOtlp(request, noun, sourceFor(sources, 'otlp', 'otlp'), inlet)
    return notFound
  }
}

const notFound: Answer = { status: 404, body: { error: 'no such inlet; see docs/guard.md' } }
const noSource: Answer = {
  status: 404,
  body: { error: 'no configured source takes this; name one under sources: in guard.yaml' },
}

interface Found {
  readonly source: SourceConfig
  readonly connector: Connector
}

function sourceFor(
  sources: readonly SourceConfig[],
  name: string,
  form: Connector['form'],
): Found | undefined {
  const byConnector = sources.filter(({ connector }) => connector === name)
  const source =
    sources.find((one) => one.name === name) ?? (byConnector.length === 1 ? byConnector[0] : undefined)
  const connector = source === undefined ? undefined : connectors.get(source.connector)
  return source === undefined || connector?.form !== form ? undefined : { source, connector }
}

async function onHook(request: IncomingMessage, found: Found | undefined, inlet: Inlet): Promise<Answer> {
  if (found === undefined) return noSource
  const { source, connector } = found
  const text = await readBody(request, mostHook)
  const sightings = connector.read(text, inlet.look(source))
  const [event] = inlet.take(source, sightings)
  if (sightings.some(({ draft }) => draft['kind'] === 'source.gap' && draft['gap.reason'] === 'malformed'))
    return { status: 400, body: { error: 'not a hook payload; kept as a gap' } }
  // A repeated payload makes no new event, but gets the same answer.
  const lineage = event?.attribution.lineage ?? namedLineage(sightings[0])
  const standing = inlet.standing(lineage)
  const name = hookName(sightings[0])
  if (standing !== undefined && event !== undefined && name === 'PreToolUse') inlet.denied(event, standing)
  const instance = lineage.at(-1)
  return {
    status: 200,
    body: hookAnswer(connector.name, name, standing),
    ...(instance === undefined ? {} : { headers: { 'x-clawback-stamp': inlet.stamp(instance) } }),
  }
}

function namedLineage(sighting: Sighting | undefined): readonly string[] {
  const { session, subagent } = sighting?.keys ?? {}
  if (session === undefined) return []
  return subagent === undefined ? [session] : [session, `${session}/${subagent}`]
}

/** The event an answer's shape depends on, told by the kind it became. */
function hookName(sighting: Sighting | undefined): string {
  const kind = sighting?.draft['kind']
  if (kind === 'tool.request' || kind === 'mcp.call') return 'PreToolUse'
  return kind === 'prompt.submit' ? 'UserPromptSubmit' : ''
}

async function onLines(request: IncomingMessage, found: Found | undefined, inlet: Inlet): Promise<Answer> {
  if (found === undefined) return noSource
  return taken(found, await readBody(request, mostBatch), inlet.look(found.source), inlet)
}

async function onOtlp(
  request: IncomingMessage,
  signal: 'traces' | 'logs',
  found: Found | undefined,
  inlet: Inlet,
): Promise<Answer> {
  if (found === undefined) return noSource
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\b/i.test(type))
    return {
      status: 415,
      body: { error: 'only OTLP in JSON is taken; set OTEL_EXPORTER_OTLP_PROTOCOL=http/json' },
    }
  const answer = await taken(
    found,
    await readBody(request, mostBatch),
    { ...inlet.look(found.source), signal },
    inlet,
  )
  // ExportTraceServiceResponse of a full success is an empty object (OTLP 1.x).
  return answer.status === 202 ? { status: 200, body: {} } : answer
}

async function taken({ source, connector }: Found, text: string, look: Look, inlet: Inlet): Promise<Answer> {
  const sightings = connector.read(text, look)
  const events = inlet.take(source, sightings)
  await inlet.durable()
  const gaps = sightings.filter(({ draft }) => draft['kind'] === 'source.gap').length
  return { status: 202, body: { events: events.length - Math.min(gaps, events.length), gaps } }
}
