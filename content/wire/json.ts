/** Why something that came over a wire could not be read. A value, never thrown: the other side may send anything. */
export interface WireProblem {
  readonly problem: 'too-long' | 'too-deep' | 'not-utf8' | 'not-json' | 'not-object' | 'wrong-shape'
  readonly detail: string
  /** Bytes of the piece that was refused. */
  readonly size: number
}

/** A JSON object as it came; members are looked at one by one. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a result is a problem rather than a value. */
export function isProblem(value: unknown): value is WireProblem {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'problem')
}

export interface JsonBounds {
  /** Most UTF-16 units of text. Default 4 Mi. */
  readonly size?: number
  /** Deepest nesting of lists and objects. Default 64. */
  readonly depth?: number
}

/** Parses JSON within bounds. The nesting is measured before parsing, so that a bomb costs one pass over its text. */
export function parseJson(text: string, bounds: JsonBounds = {}): { readonly value: unknown } | WireProblem {
  const { size = 4 * 1024 * 1024, depth = 64 } = bounds
  const refuse = (problem: WireProblem['problem'], detail: string): WireProblem => ({
    problem,
    detail,
    size: text.length,
  })
  if (text.length > size) return refuse('too-long', `${text.length} units, at most ${size}`)
  if (nesting(text, depth) > depth) return refuse('too-deep', `nested deeper than ${depth}`)
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return refuse('not-json', error instanceof Error ? error.message.slice(0, 200) : 'not JSON')
  }
}

function nesting(text: string, enough: number): number {
  let deep = 0
  let most = 0
  let quoted = false
  for (let i = 0; i < text.length && most <= enough; i++) {
    const unit = text.charCodeAt(i)
    if (quoted) {
      if (unit === 0x5c) i++
      else if (unit === 0x22) quoted = false
    } else if (unit === 0x22) quoted = true
    else if (unit === 0x7b || unit === 0x5b) most = Math.max(most, ++deep)
    else if (unit === 0x7d || unit === 0x5d) deep--
  }
  return most
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member of an object; inherited ones (`__proto__`, `constructor`) do not exist. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

export function textMember(value: unknown, name: string): string | undefined {
  const found = member(value, name)
  return typeof found === 'string' ? found : undefined
}

export function numberMember(value: unknown, name: string): number | undefined {
  const found = member(value, name)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

export function objectMember(value: unknown, name: string): JsonObject | undefined {
  const found = member(value, name)
  return isObject(found) ? found : undefined
}

export function listMember(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name)
  return Array.isArray(found) ? (found as readonly unknown[]) : []
}
