import type { PlanExpr } from '@clawback/model'

/** Why a condition is refused; `at` is the offset of the token. */
export class ConditionError extends Error {
  readonly at: number
  readonly mend: string
  constructor(detail: string, at: number, mend = 'See Condition in the Sigma rules specification 2.1.') {
    super(detail)
    this.at = at
    this.mend = mend
  }
}

/**
 * Parses a condition (Sigma rules 2.1, Condition) over the names of the search identifiers. Binding, weakest first: or,
 * and, not, `x of`. Throws {@link ConditionError}.
 */
export function parseCondition(text: string, names: readonly string[]): PlanExpr {
  if (text.length > 8192) throw new ConditionError('the condition is too long', 8192)
  const reader: Reader = { tokens: tokenize(text), at: 0, names, depth: 0 }
  const expr = readOr(reader)
  const rest = reader.tokens[reader.at]
  if (rest !== undefined && rest.text !== '')
    throw new ConditionError(`\`${rest.text}\` is not expected here`, rest.at)
  return expr
}

interface Token {
  readonly text: string
  readonly at: number
}

interface Reader {
  readonly tokens: readonly Token[]
  readonly names: readonly string[]
  at: number
  depth: number
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(/[()]|[^\s()|]+|\|/g)) {
    if (match[0] === '|')
      throw new ConditionError(
        'aggregation after a pipe was removed from Sigma',
        match.index,
        'Write a correlation rule (Sigma correlations 2.1).',
      )
    tokens.push({ text: match[0], at: match.index })
  }
  tokens.push({ text: '', at: text.length })
  return tokens
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? { text: '', at: 0 }
}

function take(reader: Reader, word: string): boolean {
  if (peek(reader).text.toLowerCase() !== word) return false
  reader.at++
  return true
}

function readOr(reader: Reader): PlanExpr {
  if (++reader.depth > 64) throw new ConditionError('the condition is nested too deep', peek(reader).at)
  const items = [readAnd(reader)]
  while (take(reader, 'or')) items.push(readAnd(reader))
  reader.depth--
  return either(items)
}

function readAnd(reader: Reader): PlanExpr {
  const items = [readNot(reader)]
  while (take(reader, 'and')) items.push(readNot(reader))
  return both(items)
}

function readNot(reader: Reader): PlanExpr {
  let negated = false
  while (take(reader, 'not')) negated = !negated
  const expr = readPrimary(reader)
  return negated ? { not: expr } : expr
}

function readPrimary(reader: Reader): PlanExpr {
  const token = peek(reader)
  if (take(reader, '(')) {
    const expr = readOr(reader)
    if (!take(reader, ')')) throw new ConditionError('the bracket is not closed', token.at)
    return expr
  }
  const next = reader.tokens[reader.at + 1]
  if (next?.text.toLowerCase() === 'of') return readOf(reader, token)
  if (token.text === '') throw new ConditionError('the condition ends too early', token.at)
  if (token.text === ')') throw new ConditionError('there is a bracket too many', token.at)
  reader.at++
  if (!reader.names.includes(token.text))
    throw new ConditionError(`there is no search identifier ${token.text}`, token.at)
  return { use: token.text }
}

function readOf(reader: Reader, quantity: Token): PlanExpr {
  reader.at += 2
  const target = peek(reader)
  reader.at++
  const found = select(target.text, reader.names)
  if (found.length === 0)
    throw new ConditionError(`no search identifier matches ${target.text || 'this'}`, target.at)
  const items = found.map((name) => ({ use: name }))
  switch (quantity.text.toLowerCase()) {
    case '1':
    case 'any':
      return either(items)
    case 'all':
      return both(items)
    default:
      throw new ConditionError(
        `\`${quantity.text} of\` is not part of Sigma`,
        quantity.at,
        'Use `1 of` or `all of`.',
      )
  }
}

/** Names that `them` or a pattern with `*` selects; those that begin with an underscore only when the pattern does. */
function select(pattern: string, names: readonly string[]): string[] {
  const parts = (pattern.toLowerCase() === 'them' ? '*' : pattern).split('*')
  return names.filter((name) => like(name, parts) && (!name.startsWith('_') || pattern.startsWith('_')))
}

/** Whether the stretches follow each other in the name, from its beginning to its end. One pass: names may be long. */
function like(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}

export function both(items: readonly PlanExpr[]): PlanExpr {
  return items.length === 1 && items[0] !== undefined ? items[0] : { and: items }
}

export function either(items: readonly PlanExpr[]): PlanExpr {
  return items.length === 1 && items[0] !== undefined ? items[0] : { or: items }
}
