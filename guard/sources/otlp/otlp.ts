import { isProblem, parseJson, readOtlpLogs, readOtlpTraces } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import type { Connector, Look } from '../connector.js'
import { gap } from '../gap.js'
import { readLog } from './logs.js'
import { readSpan } from './spans.js'

/** OTLP/HTTP in JSON: Claude Code's own telemetry (docs of 2.1.2xx) and GenAI/MCP spans of anything else. */
export const otlp: Connector = {
  name: 'otlp',
  channel: 'protocol',
  form: 'otlp',
  read: (text, look) => {
    const parsed = parseJson(text, { size: 16 * 1024 * 1024 })
    if (isProblem(parsed)) return [gap(otlp, look, 'malformed', parsed.detail, text)]
    const { sightings, refused } =
      look.signal === 'logs' ? readAllLogs(parsed.value, look) : readAllSpans(parsed.value, look)
    return refused === 0
      ? sightings
      : [...sightings, gap(otlp, look, 'refused', 'malformed or too many items of an export', text, refused)]
  },
}

interface AllRead {
  readonly sightings: readonly Sighting[]
  readonly refused: number
}

function readAllSpans(request: unknown, look: Look): AllRead {
  const { items, refused } = readOtlpTraces(request)
  return { sightings: items.map((span) => readSpan(span, look)), refused }
}

function readAllLogs(request: unknown, look: Look): AllRead {
  const { items, refused } = readOtlpLogs(request)
  return { sightings: items.map((log) => readLog(log, look)), refused }
}
