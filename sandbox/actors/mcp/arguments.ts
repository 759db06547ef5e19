import { sha256 } from '@clawback/model'
import { isObject } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import { toEdges } from './edge-values.js'
import { anyQuery, anyText, likelyValue } from './likely-values.js'
import { tameSchema } from './tame-schema.js'

/** How arguments are chosen: only what must be, everything filled in plausibly, or values at the edges. */
export type Habit = 'plausible' | 'sparse' | 'edge'

/** The n-th call of a tool has the n-th habit; after the last it starts over with another seed. */
export const habits: readonly Habit[] = ['sparse', 'plausible', 'edge']

/**
 * Arguments for a tool by its input schema: the same schema, habit and seed give the same arguments. Texts get values
 * that fit their names and the purpose, the name of the tool (a path gets a path, a path to write another one).
 * Whatever the schema is, an object comes out. A plausible text without a better value names `reference`.
 */
export async function makeArguments(
  schema: unknown,
  habit: Habit,
  seed: string,
  purpose: string = '',
  reference?: string,
): Promise<JsonObject> {
  const tamed = tameSchema(schema)
  const shaped =
    habit === 'edge'
      ? tamed
      : (suggest(tamed, {
          seed,
          purpose,
          ...(habit === 'plausible' && reference !== undefined ? { reference } : {}),
        }) as typeof tamed)
  const { generateSync } = await import('json-schema-faker')
  try {
    const value = generateSync(shaped, {
      seed: Number.parseInt(sha256(`${seed}/${habit}`).slice(0, 8), 16),
      alwaysFakeOptionals: habit === 'plausible',
      optionalsProbability: habit === 'plausible' ? 1 : 0,
      maxDefaultItems: 2,
      maxDepth: 6,
      refDepthMax: 2,
    })
    const args = isObject(value) ? value : {}
    return habit === 'edge' ? (toEdges(args, tamed, seed) as JsonObject) : args
  } catch {
    return {}
  }
}

interface About {
  readonly seed: string
  readonly purpose: string
  readonly reference?: string
}

/** Puts likely values where a schema leaves a text or number open. */
function suggest(schema: unknown, about: About, name = '', depth = 0): unknown {
  const { seed } = about
  if (!isObject(schema) || depth > 12) return schema
  const format = schema['format']
  if (isOpenText(schema)) return { const: textFor(name, typeof format === 'string' ? format : '', about) }
  if (isOpenNumber(schema))
    return { const: least(schema) + (Number.parseInt(sha256(`${seed}/${name}`).slice(0, 4), 16) % 5) }
  const out: Record<string, unknown> = { ...schema, ...(isLoose(schema) ? { type: strict(schema) } : {}) }
  const properties = schema['properties']
  if (isObject(properties))
    out['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, suggest(value, about, key, depth + 1)]),
    )
  if (isObject(schema['items']))
    out['items'] = suggest(schema['items'], about, name.replace(/s$/, ''), depth + 1)
  return out
}

/** What a person would say; where nothing fits better it names the reference, so that it is known again wherever it goes. */
function textFor(name: string, format: string, { seed, purpose, reference }: About): string {
  const value = likelyValue(name, format, seed, purpose)
  const isOpen = value === anyText || value === anyQuery
  return isOpen && reference !== undefined ? `${value} ${reference}` : value
}

function isOpenText(schema: JsonObject): boolean {
  return (
    isText(schema['type']) &&
    ['enum', 'const', 'pattern', '$ref', 'minLength', 'maxLength'].every(
      (name) => !Object.hasOwn(schema, name),
    )
  )
}

function isText(type: unknown): boolean {
  return (
    type === 'string' || (Array.isArray(type) && type.includes('string') && strict({ type }).length === 0)
  )
}

/** A text besides another type is that type in writing, as clients send it that know no better: `["boolean", "string"]`. */
function isLoose(schema: JsonObject): boolean {
  const { type } = schema
  return Array.isArray(type) && type.includes('string') && strict(schema).length > 0
}

function strict({ type }: JsonObject): readonly unknown[] {
  return Array.isArray(type) ? type.filter((one) => one !== 'string' && one !== 'null') : []
}

/** Bounds so far apart that they only say which numbers can be written. */
const wide = 1_000_000

function isOpenNumber(schema: JsonObject): boolean {
  const { type, minimum, maximum, exclusiveMinimum = minimum } = schema
  const isFixed = ['enum', 'const', '$ref', 'exclusiveMaximum', 'multipleOf'].some((name) =>
    Object.hasOwn(schema, name),
  )
  if ((type !== 'number' && type !== 'integer') || isFixed) return false
  if (exclusiveMinimum === undefined && maximum === undefined) return true
  return (
    typeof exclusiveMinimum === 'number' &&
    typeof maximum === 'number' &&
    exclusiveMinimum >= 0 &&
    maximum - exclusiveMinimum >= wide
  )
}

/** The least whole number above none that the bounds allow. */
function least({ minimum, exclusiveMinimum }: JsonObject): number {
  const from = typeof minimum === 'number' ? Math.ceil(minimum) : 1
  const above = typeof exclusiveMinimum === 'number' ? Math.floor(exclusiveMinimum) + 1 : 1
  return Math.max(1, from, above)
}
