import { sha256 } from '@clawback/model'
import { isObject, member, numberMember, objectMember } from '@clawback/wire'

/** Texts that programs stumble over. */
const texts: readonly string[] = [
  '',
  ' ',
  '-1',
  '../../etc/hostname',
  "'; --",
  '\u202eabc',
  '{{7*7}}',
  'x'.repeat(1024),
]
/** Numbers that programs stumble over where a schema names no bounds. */
const numbers: readonly number[] = [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
/** Longest text made for a `maxLength`. */
const longest = 4096

/**
 * Replaces the values of fitting arguments by values at the bounds their schema names, or just past them; where it names
 * none, by values that programs stumble over. The same seed gives the same values.
 */
export function toEdges(value: unknown, schema: unknown, seed: string, depth = 0): unknown {
  if (depth > 8) return value
  if (typeof value === 'string') return pick(textEdges(schema), seed)
  if (typeof value === 'number') return pick(numberEdges(schema), seed)
  if (Array.isArray(value))
    return value.map((item, i) => toEdges(item, member(schema, 'items'), `${seed}/${i}`, depth + 1))
  if (!isObject(value)) return value
  const properties = objectMember(schema, 'properties')
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      toEdges(item, member(properties, name), `${seed}/${name}`, depth + 1),
    ]),
  )
}

function textEdges(schema: unknown): readonly string[] {
  const least = numberMember(schema, 'minLength')
  const most = numberMember(schema, 'maxLength')
  if (least === undefined && most === undefined) return texts
  return [least, least === undefined ? undefined : least - 1, most, most === undefined ? undefined : most + 1]
    .filter((length): length is number => length !== undefined && length >= 0)
    .map((length) => 'x'.repeat(Math.min(longest, Math.floor(length))))
}

function numberEdges(schema: unknown): readonly number[] {
  const least = numberMember(schema, 'minimum') ?? numberMember(schema, 'exclusiveMinimum')
  const most = numberMember(schema, 'maximum') ?? numberMember(schema, 'exclusiveMaximum')
  if (least === undefined && most === undefined) return numbers
  return [...(least === undefined ? [] : [least, least - 1]), ...(most === undefined ? [] : [most, most + 1])]
}

function pick<Value>(values: readonly Value[], seed: string): Value | undefined {
  return values[Number.parseInt(sha256(seed).slice(0, 4), 16) % values.length]
}
