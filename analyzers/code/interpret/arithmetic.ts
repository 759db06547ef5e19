import type { Value } from '../nouns.js'
import { asText, exactText, hole, numberValue, textValue, unknown } from '../values.js'

/** Operators on known numbers and texts; anything else is unknown. */
export function arithmetic(op: string, left: Value, right: Value): Value {
  if (left.number !== undefined && right.number !== undefined) return numbers(op, left.number, right.number)
  if (op === '*') return repeated(left, right) ?? repeated(right, left) ?? unknown
  // `Path.home() / '.ssh'`: a path keeps its class and grows its text.
  if (op === '/' && (left.text !== undefined || right.text !== undefined))
    return { ...joined(left, right), path: left.path ?? right.path, sure: left.sure ?? right.sure }
  return unknown
}

function joined(left: Value, right: Value): Value {
  const [a, b] = [asText(left) ?? hole, asText(right) ?? hole]
  const text = b.startsWith('/') ? b : `${a.replace(/\/$/, '')}/${b}`
  return textValue(text, exactText(left) !== undefined && exactText(right) !== undefined)
}

function repeated(text: Value, times: Value): Value | undefined {
  const known = exactText(text)
  if (known === undefined || times.number === undefined || text.number !== undefined) return undefined
  const count = Math.max(0, Math.trunc(times.number))
  return known.length * count <= 65_536 ? textValue(known.repeat(count)) : unknown
}

function numbers(op: string, a: number, b: number): Value {
  switch (op) {
    case '-':
      return numberValue(a - b)
    case '*':
      return numberValue(a * b)
    case '/':
      return numberValue(a / b)
    case '//':
      return numberValue(Math.floor(a / b))
    case '%':
      return numberValue(b === 0 ? NaN : ((a % b) + b) % b)
    case '**':
      return numberValue(a ** b)
    case '^':
      return numberValue(a ^ b)
    case '&':
      return numberValue(a & b)
    case '|':
      return numberValue(a | b)
    case '<<':
      return numberValue(a * 2 ** b)
    case '>>':
    case '>>>':
      return numberValue(Math.floor(a / 2 ** b))
    default:
      return unknown
  }
}

/** An operator that answers whether something is so. */
export function isComparison(op: string): boolean {
  return comparisons.has(op)
}

const comparisons: ReadonlySet<string> = new Set([
  ...'== != === !== < > <= >= in instanceof is'.split(' '),
  'not in',
  'is not',
])
