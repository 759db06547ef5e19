import { parsePattern, PatternError } from '@clawback/model'
import type { PlanTest, TextOp } from '@clawback/model'
import { parseNet } from './cidr.js'
import { base64, base64offsets, latin1, wide, windash } from './encode.js'
import type { Modifiers, Transform } from './modifiers.js'
import type { Problems } from './problem.js'
import { fillPlaceholders, findPlaceholders, join, plainText, readString, textTest } from './string.js'
import type { SigmaString } from './string.js'
import { within } from './yaml.js'
import type { Scalar } from './yaml.js'

export type Lists = Readonly<Record<string, readonly string[]>>

/** More spellings of one value than this are refused: a plan must stay small. */
const spellingsCap = 10_000

/** Turns one value of a key into the tests that mean it (any of them). Undefined when it cannot (reported). */
export function readValue(
  value: Scalar,
  modifiers: Modifiers,
  lists: Lists,
  problems: Problems,
): readonly PlanTest[] | undefined {
  try {
    return readers[modifiers.kind](value, modifiers, lists)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    problems.add(within(value, error.at), error.message, error.mend)
    return undefined
  }
}

class Refusal extends Error {
  readonly mend: string
  readonly at: number
  constructor(detail: string, mend: string, at = 0) {
    super(detail)
    this.mend = mend
    this.at = at
  }
}

function tooMany(): Refusal {
  return new Refusal('the value has too many spellings', 'Split the value.')
}

type Reader = (value: Scalar, modifiers: Modifiers, lists: Lists) => readonly PlanTest[]

const readers: Readonly<Record<Modifiers['kind'], Reader>> = {
  text: readText,
  re: (value, modifiers) => [readPattern(value, modifiers.flags)],
  cidr: (value) => {
    if (parseNet(value.text) === undefined)
      throw new Refusal(`${value.text} is not a network`, 'Write it as 10.0.0.0/8 or fe80::/10.')
    return [{ op: 'cidr', net: value.text }]
  },
  exists: (value) => {
    if (typeof value.value !== 'boolean')
      throw new Refusal('exists takes true or false', 'Write `field|exists: true`.')
    return [{ op: 'exists', value: value.value }]
  },
  fieldref: (value, modifiers) => {
    const field = plainText(readString(value.text))
    if (field === undefined || field === '')
      throw new Refusal('a field reference is a field name without wildcards', 'Name one field of the event.')
    return [{ op: 'field', field, as: modifiers.op, ...(modifiers.cased ? { cased: true as const } : {}) }]
  },
  number: readNumber,
}

function readNumber(value: Scalar, modifiers: Modifiers): readonly PlanTest[] {
  const number = typeof value.value === 'number' ? value.value : Number(value.text.trim() || NaN)
  if (!Number.isFinite(number)) throw new Refusal(`${value.text} is not a number`, 'Give a number.')
  const { part, compare } = modifiers
  if (part !== undefined) return [{ op: 'time', part, compare: compare ?? 'eq', value: number }]
  return [{ op: compare ?? 'gte', value: number }]
}

function readPattern(value: Scalar, flags: string): PlanTest {
  // As text it would be the empty pattern, which every value holds.
  if (value.value === null)
    throw new Refusal('null is not a regular expression', 'Write `field: null` without a modifier.')
  try {
    parsePattern(value.text, flags)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    throw new Refusal(
      `regular expression: ${error.message}`,
      'Rewrite it within the subset of Sigma 2.1.',
      error.at,
    )
  }
  return { op: 're', pattern: value.text, flags }
}

function readText(value: Scalar, modifiers: Modifiers, lists: Lists): readonly PlanTest[] {
  if (value.value === null) {
    if (modifiers.op !== 'eq' || modifiers.transforms.length > 0)
      throw new Refusal('null takes no modifier but neq', "Write `field: null`, or '' for an empty value.")
    return [{ op: 'null' }]
  }
  let spellings: Spelling[] = [{ parts: readString(value.text), bytes: false }]
  for (const transform of modifiers.transforms) {
    if (transform === 'expand' && spellings.some((spelling) => needsList(spelling.parts, lists)))
      return spellings.map((spelling) => listTest(findPlaceholders(spelling.parts), modifiers))
    spellings = spellings.flatMap((spelling) => transformed(spelling, transform, lists))
    if (spellings.length > spellingsCap) throw tooMany()
  }
  return spellings.map((spelling) => textTest(spelling.parts, modifiers.op, modifiers.cased))
}

/** `bytes`: the characters stand for bytes (after a UTF-16 transformation). */
interface Spelling {
  readonly parts: SigmaString
  readonly bytes: boolean
}

function transformed(spelling: Spelling, transform: Transform, lists: Lists): Spelling[] {
  const { parts, bytes } = spelling
  const mapped = (change: (text: string) => string): SigmaString =>
    parts.map((part) => (typeof part === 'string' ? change(part) : part))
  switch (transform) {
    case 'wide':
      return [{ parts: mapped((text) => wide(text, 'le')), bytes: true }]
    case 'utf16be':
      return [{ parts: mapped((text) => wide(text, 'be')), bytes: true }]
    case 'utf16':
      return [{ parts: join(['\xff\xfe', ...mapped((text) => wide(text, 'le'))]), bytes: true }]
    case 'base64':
      return [{ parts: [base64(toBytes(spelling))], bytes: false }]
    case 'base64offset': {
      const encoded = base64offsets(toBytes(spelling))
      if (encoded.includes(''))
        throw new Refusal(
          'nothing of so short a value stays the same at every base64 offset',
          'Give two characters or more.',
        )
      return encoded.map((text) => ({ parts: [text], bytes: false }))
    }
    case 'windash':
      return spellDashes(parts).map((spelled) => ({ parts: spelled, bytes }))
    case 'expand': {
      const filled = fillPlaceholders(findPlaceholders(parts), lists, spellingsCap)
      if (filled === undefined) throw tooMany()
      return filled.map((one) => ({ parts: one, bytes }))
    }
  }
}

function toBytes({ parts, bytes }: Spelling): Uint8Array {
  const text = plainText(parts)
  if (text === undefined)
    throw new Refusal('a value with wildcards has no base64 form', 'Escape the wildcard as \\* or \\?.')
  return bytes ? latin1(text) : new TextEncoder().encode(text)
}

function spellDashes(parts: SigmaString): SigmaString[] {
  let out: SigmaString[] = [[]]
  for (const part of parts) {
    const spelled = typeof part === 'string' ? windash(part, spellingsCap) : [part]
    if (spelled === undefined || out.length * spelled.length > spellingsCap) throw tooMany()
    out = out.flatMap((head) => spelled.map((one) => [...head, one]))
  }
  return out
}

function needsList(parts: SigmaString, lists: Lists): boolean {
  return findPlaceholders(parts).some((part) => typeof part === 'object' && !Object.hasOwn(lists, part.list))
}

/** A placeholder whose list comes with the pack: looked up when the plan is loaded. */
function listTest(parts: SigmaString, { op, cased, transforms }: Modifiers): PlanTest {
  const at = parts.findIndex((part) => typeof part === 'object')
  const list = parts[at]
  const before = plainText(parts.slice(0, at))
  const after = plainText(parts.slice(at + 1))
  if (typeof list !== 'object' || before === undefined || after === undefined || transforms.length > 1)
    throw new Refusal(
      'the placeholder can only be looked up at load when it stands once, among plain text, with expand alone',
      'Give its list to the compiler (--lists), or simplify the value.',
    )
  const as: TextOp = op
  return { op: 'list', list: list.list, as, before, after, ...(cased ? { cased: true as const } : {}) }
}
