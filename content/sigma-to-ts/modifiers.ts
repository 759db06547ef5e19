import type { TextOp, TimePart } from '@clawback/model'
import type { Place, Problems } from './problem.js'

export type Transform = 'wide' | 'utf16be' | 'utf16' | 'base64' | 'base64offset' | 'windash' | 'expand'
export type Kind = 'text' | 're' | 'cidr' | 'exists' | 'fieldref' | 'number'

/** What the modifiers of one key ask for (Sigma modifiers 2.1), checked against each other. */
export interface Modifiers {
  readonly kind: Kind
  readonly op: TextOp
  readonly transforms: readonly Transform[]
  readonly compare: 'lt' | 'lte' | 'gt' | 'gte' | undefined
  readonly part: TimePart | undefined
  /** Flags of a regular expression, of `ims`. */
  readonly flags: string
  readonly all: boolean
  readonly negated: boolean
  readonly cased: boolean
}

interface Draft {
  kind: Kind
  op: TextOp
  transforms: Transform[]
  compare: Modifiers['compare']
  part: TimePart | undefined
  flags: string
  all: boolean
  negated: boolean
  cased: boolean
}

/** Each modifier changes the draft, or says why it cannot stand where it does. */
const known: Readonly<Record<string, (draft: Draft) => string | undefined>> = {
  contains: (draft) => setOp(draft, 'contains'),
  startswith: (draft) => setOp(draft, 'startswith'),
  endswith: (draft) => setOp(draft, 'endswith'),
  all: (draft) => void (draft.all = true),
  neq: (draft) => void (draft.negated = true),
  cased: (draft) => void (draft.cased = true),
  windash: (draft) => transform(draft, 'windash'),
  base64: (draft) => transform(draft, 'base64'),
  base64offset: (draft) => transform(draft, 'base64offset'),
  wide: (draft) => transform(draft, 'wide'),
  utf16le: (draft) => transform(draft, 'wide'),
  utf16be: (draft) => transform(draft, 'utf16be'),
  utf16: (draft) => transform(draft, 'utf16'),
  expand: (draft) => transform(draft, 'expand'),
  re: (draft) => setKind(draft, 're'),
  i: (draft) => setFlag(draft, 'i'),
  ignorecase: (draft) => setFlag(draft, 'i'),
  m: (draft) => setFlag(draft, 'm'),
  multiline: (draft) => setFlag(draft, 'm'),
  s: (draft) => setFlag(draft, 's'),
  dotall: (draft) => setFlag(draft, 's'),
  cidr: (draft) => setKind(draft, 'cidr'),
  exists: (draft) => setKind(draft, 'exists'),
  fieldref: (draft) => setKind(draft, 'fieldref'),
  lt: (draft) => setCompare(draft, 'lt'),
  lte: (draft) => setCompare(draft, 'lte'),
  gt: (draft) => setCompare(draft, 'gt'),
  gte: (draft) => setCompare(draft, 'gte'),
  minute: (draft) => setPart(draft, 'minute'),
  hour: (draft) => setPart(draft, 'hour'),
  day: (draft) => setPart(draft, 'day'),
  week: (draft) => setPart(draft, 'week'),
  month: (draft) => setPart(draft, 'month'),
  year: (draft) => setPart(draft, 'year'),
}

/** Names of all modifiers, for messages and completion. */
export const modifierNames: readonly string[] = Object.keys(known)

/** Reads the modifiers of a key. Undefined when one is unknown or they contradict each other (reported). */
export function readModifiers(
  names: readonly string[],
  place: Place,
  problems: Problems,
): Modifiers | undefined {
  const draft: Draft = {
    kind: 'text',
    op: 'eq',
    transforms: [],
    compare: undefined,
    part: undefined,
    flags: '',
    all: false,
    negated: false,
    cased: false,
  }
  for (const name of names) {
    const apply = Object.hasOwn(known, name) ? known[name] : undefined
    if (apply === undefined) {
      problems.add(place, `there is no modifier ${name}`, `Use one of ${modifierNames.join(', ')}.`)
      return undefined
    }
    const objection = apply(draft)
    if (objection !== undefined) {
      problems.add(place, `the modifier ${name} ${objection}`, 'See the Sigma modifiers appendix 2.1.')
      return undefined
    }
  }
  const objection = contradiction(draft)
  if (objection === undefined) return draft
  problems.add(place, objection, 'See the Sigma modifiers appendix 2.1.')
  return undefined
}

function setOp(draft: Draft, op: TextOp): string | undefined {
  if (draft.op !== 'eq') return `cannot follow ${draft.op}`
  if (draft.kind !== 'text' && draft.kind !== 'fieldref') return `has no meaning after ${draft.kind}`
  draft.op = op
  return undefined
}

function transform(draft: Draft, name: Transform): string | undefined {
  if (draft.kind !== 'text') return `cannot follow ${draft.kind}`
  if (draft.op !== 'eq' && (name === 'base64' || name === 'wide' || name.startsWith('utf16')))
    return `must stand before ${draft.op}`
  const last = draft.transforms.at(-1)
  if ((name === 'windash' || name === 'expand') && last !== undefined && encodes(last))
    return `must stand before ${last}: nothing it looks for is left after it`
  draft.transforms.push(name)
  return undefined
}

function encodes(name: Transform): boolean {
  return name !== 'windash' && name !== 'expand'
}

function setKind(draft: Draft, kind: Kind): string | undefined {
  if (draft.kind !== 'text') return `cannot follow ${draft.kind}`
  if (draft.transforms.length > 0) return `cannot follow ${draft.transforms.join('|')}`
  if (draft.op !== 'eq' && kind !== 'fieldref') return `cannot follow ${draft.op}`
  draft.kind = kind
  return undefined
}

function setFlag(draft: Draft, flag: string): string | undefined {
  if (draft.kind !== 're') return 'belongs to re'
  draft.flags = ['i', 'm', 's'].filter((one) => one === flag || draft.flags.includes(one)).join('')
  return undefined
}

function setCompare(draft: Draft, compare: 'lt' | 'lte' | 'gt' | 'gte'): string | undefined {
  if (draft.compare !== undefined) return `cannot follow ${draft.compare}`
  if (draft.part === undefined) {
    const objection = setKind(draft, 'number')
    if (objection !== undefined) return objection
  }
  draft.compare = compare
  return undefined
}

function setPart(draft: Draft, part: TimePart): string | undefined {
  const objection = setKind(draft, 'number')
  if (objection === undefined) draft.part = part
  return objection
}

function contradiction(draft: Draft): string | undefined {
  if (draft.kind === 'exists' && (draft.all || draft.negated || draft.cased)) return 'exists stands alone'
  if (draft.cased && (draft.kind === 'cidr' || draft.kind === 'number'))
    return 'cased has no meaning for addresses and numbers'
  if (draft.cased && draft.flags.includes('i')) return 'cased and i exclude each other'
  if (draft.transforms.includes('base64offset') && draft.op !== 'contains')
    return 'base64offset finds a part of a value, so contains must follow it'
  if (draft.transforms.indexOf('base64') >= 0 && draft.transforms.includes('base64offset'))
    return 'base64 and base64offset exclude each other'
  return undefined
}
