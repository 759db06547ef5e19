import type { Shape, Value } from '../nouns.js'
import { listValue, numberValue, textValue, unknown } from '../values.js'

const most = { depth: 8, entries: 512 }

/** The value a JSON text stands for (RFC 8259); undefined when it is no JSON. */
export function decodeJson(text: string): Value | undefined {
  try {
    return valueOf(JSON.parse(text), 0)
  } catch {
    return undefined
  }
}

function valueOf(json: unknown, depth: number): Value {
  if (typeof json === 'string') return textValue(json)
  if (typeof json === 'number') return numberValue(json)
  if (typeof json !== 'object' || json === null || depth >= most.depth) return unknown
  if (Array.isArray(json)) return listValue(json.slice(0, most.entries).map((one) => valueOf(one, depth + 1)))
  const shape: Shape = new Map()
  for (const [key, one] of Object.entries(json).slice(0, most.entries))
    shape.set(key, valueOf(one, depth + 1))
  return { shape }
}
