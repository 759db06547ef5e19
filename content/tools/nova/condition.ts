import type { NovaCondition, NovaSection } from './rule.js'
import { NovaSyntaxError } from './rule.js'

const token =
  /\s+|(?<open>\()|(?<close>\))|(?<comma>,)|(?<variable>(?:(?:keywords|semantics|llm)\.)?\$[A-Za-z0-9_]+\*?|(?:keywords|semantics|llm)(?:\.\*)?(?![\w.$]))|(?<word>[A-Za-z]+|\d+)/y

interface Token {
  readonly type: 'open' | 'close' | 'comma' | 'variable' | 'word' | 'end'
  readonly text: string
  readonly at: number
}

const depth = 64

/**
 * Parses a condition: `and`, `or`, `not`, parentheses, `keywords.$a`, and `any of keywords.*`. `and` binds tighter than
 * `or`. `sectionOf` says which section a bare `$a` is of. Throws {@link NovaSyntaxError}.
 */
export function parseCondition(
  text: string,
  sectionOf: (name: string) => NovaSection | undefined,
): NovaCondition {
  const tokens = tokensOf(text)
  let at = 0
  let nesting = 0
  const peek = (): Token => tokens[at] ?? { type: 'end', text: '', at: text.length }
  const isWord = (...words: readonly string[]): boolean =>
    peek().type === 'word' && words.includes(peek().text.toLowerCase())

  function either(): NovaCondition {
    return joined('or', both)
  }
  function both(): NovaCondition {
    return joined('and', unary)
  }
  function joined(type: 'and' | 'or', part: () => NovaCondition): NovaCondition {
    const items = [part()]
    while (isWord(type)) {
      at++
      items.push(part())
    }
    const [only] = items
    return items.length === 1 && only !== undefined ? only : { type, items }
  }
  function unary(): NovaCondition {
    if (++nesting > depth) throw new NovaSyntaxError('the condition is nested too deep', peek().at)
    try {
      if (!isWord('not')) return primary()
      at++
      return { type: 'not', item: unary() }
    } finally {
      nesting--
    }
  }
  function primary(): NovaCondition {
    const now = peek()
    if (now.type === 'open') {
      at++
      const inner = either()
      if (peek().type !== 'close') throw new NovaSyntaxError('a parenthesis is not closed', peek().at)
      at++
      return inner
    }
    if (isWord('any', 'all') || /^\d+$/.test(now.text)) return counted()
    if (now.type !== 'variable')
      throw new NovaSyntaxError(`${now.text || 'the end'} is not expected here`, now.at)
    at++
    return variableOf(now, sectionOf)
  }
  function counted(): NovaCondition {
    const how = peek().text.toLowerCase()
    const count = how === 'any' || how === 'all' ? how : Number(how)
    if (count === 0) throw new NovaSyntaxError('0 of something always holds', peek().at)
    at++
    if (!isWord('of')) throw new NovaSyntaxError('`of` is missing', peek().at)
    at++
    const isList = peek().type === 'open'
    if (isList) at++
    const sets = [setOf(peek(), count, sectionOf)]
    at++
    while (isList && peek().type === 'comma') {
      at++
      sets.push(setOf(peek(), count, sectionOf))
      at++
    }
    if (isList && peek().type !== 'close') throw new NovaSyntaxError('a parenthesis is not closed', peek().at)
    if (isList) at++
    const [only] = sets
    if (sets.length === 1 && only !== undefined) return only
    if (typeof count === 'number' && count > 1)
      throw new NovaSyntaxError('a count over several sets is not taken', peek().at)
    return { type: count === 'all' ? 'and' : 'or', items: sets }
  }

  const whole = either()
  if (peek().type !== 'end') throw new NovaSyntaxError(`${peek().text} is not expected here`, peek().at)
  return whole
}

function tokensOf(text: string): Token[] {
  const found: Token[] = []
  for (let at = 0; at < text.length;) {
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) throw new NovaSyntaxError(`${text.charAt(at)} means nothing in a condition`, at)
    const [type] =
      Object.entries<string | undefined>(match.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    if (type !== undefined) found.push({ type: type as Token['type'], text: match[0], at })
    at += match[0].length
  }
  return found
}

function split(
  { type, text, at }: Token,
  sectionOf: (name: string) => NovaSection | undefined,
): { readonly section: NovaSection; readonly name: string } {
  if (type !== 'variable') throw new NovaSyntaxError('a variable is missing', at)
  const named = /^(?:keywords|semantics|llm)/.exec(text)?.[0] as NovaSection | undefined
  const name = text.slice(named?.length ?? 0).replace(/^\.?\$?/, '') || '*'
  const section = named ?? sectionOf(name)
  if (section === undefined) throw new NovaSyntaxError(`$${name} is not there`, at)
  return { section, name }
}

/** `keywords.*` alone means one of them; so does `keywords`. */
function variableOf(one: Token, sectionOf: (name: string) => NovaSection | undefined): NovaCondition {
  const { section, name } = split(one, sectionOf)
  return name.endsWith('*')
    ? { type: 'of', count: 'any', section, prefix: name.slice(0, -1) }
    : { type: 'variable', section, name }
}

function setOf(
  one: Token,
  count: number | 'any' | 'all',
  sectionOf: (name: string) => NovaSection | undefined,
): NovaCondition {
  const { section, name } = split(one, sectionOf)
  if (name.endsWith('*')) return { type: 'of', count, section, prefix: name.slice(0, -1) }
  if (typeof count === 'number' && count > 1)
    throw new NovaSyntaxError(`one variable is not ${count}`, one.at)
  return { type: 'variable', section, name }
}

/** A condition as text again, fully parenthesised. */
export function writeCondition(condition: NovaCondition): string {
  switch (condition.type) {
    case 'variable':
      return `${condition.section}.$${condition.name}`
    case 'of':
      return `${condition.count} of ${condition.section}.${condition.prefix === '' ? '*' : `$${condition.prefix}*`}`
    case 'not':
      return `not ${grouped(condition.item)}`
    default:
      return condition.items.map(grouped).join(` ${condition.type} `)
  }
}

function grouped(condition: NovaCondition): string {
  return `(${writeCondition(condition)})`
}
