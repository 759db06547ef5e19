import { isObject, isProblem, parseJson } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import type { Sighting } from '../../ports.js'
import type { Connector, Look } from '../connector.js'
import { gap } from '../gap.js'

/** A connector for logs of one JSON object per line. `readOne` gives undefined for lines of a kind it does not know. */
export function jsonLines(
  name: string,
  readOne: (line: JsonObject, text: string, look: Look) => Sighting | undefined,
): Connector {
  const connector: Connector = {
    name,
    channel: 'log',
    form: 'lines',
    read: (text, look) =>
      text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => {
          const parsed = parseJson(line, { size: 262_144, depth: 16 })
          if (isProblem(parsed)) return gap(connector, look, 'malformed', parsed.detail, line)
          if (!isObject(parsed.value))
            return gap(connector, look, 'malformed', 'a line that is not an object', line)
          return (
            readOne(parsed.value, line, look) ??
            gap(connector, look, 'unmapped', 'a line of a kind this connector does not know', line)
          )
        }),
  }
  return connector
}
