/**
 * Sigma 2.1 for one flat event, written from the specification alone: no plan, no index, no code of ours, its own
 * parser for conditions, and regular expressions of the platform. Slow on purpose; it is what the others are held to.
 */
export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml }
export type Event = Readonly<Record<string, unknown>>

export function naive(detection: Readonly<Record<string, Yaml>>, event: Event): boolean {
  const names = Object.keys(detection).filter((name) => name !== 'condition')
  const truth = new Map(names.map((name) => [name, identifier(detection[name] ?? null, event)]))
  return condition(plain(detection['condition'] ?? ''), truth)
}

/** Recursive descent over words; `1 of` and `all of` are worked out on the way. */
function condition(text: string, truth: ReadonlyMap<string, boolean>): boolean {
  const words = text
    .replace(/([()])/g, ' $1 ')
    .trim()
    .split(/\s+/)
  const or = (): boolean => {
    let value = and()
    while (words[0] === 'or') {
      words.shift()
      const right = and()
      value = value || right
    }
    return value
  }
  const and = (): boolean => {
    let value = not()
    while (words[0] === 'and') {
      words.shift()
      const right = not()
      value = value && right
    }
    return value
  }
  const not = (): boolean => {
    if (words[0] !== 'not') return primary()
    words.shift()
    return !not()
  }
  const primary = (): boolean => {
    const word = words.shift() ?? ''
    if (word === '(') {
      const value = or()
      words.shift()
      return value
    }
    if (words[0] !== 'of') return truth.get(word) ?? false
    words.shift()
    const pattern = words.shift() ?? ''
    const wanted = pattern === 'them' ? /^[^_]/ : new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
    const values = [...truth].filter(([name]) => wanted.test(name)).map(([, value]) => value)
    return word === 'all' ? !values.includes(false) : values.includes(true)
  }
  return or()
}

function identifier(value: Yaml, event: Event): boolean {
  if (Array.isArray(value))
    return (value as readonly Yaml[]).some((item) =>
      typeof item === 'object' ? identifier(item, event) : keyword(item, event),
    )
  if (typeof value !== 'object' || value === null) return keyword(value, event)
  return Object.entries(value).every(([key, wanted]) => field(key, wanted, event))
}

function keyword(value: Yaml, event: Event): boolean {
  return texts(Object.values(event).flat()).some((text) => like(plain(value), text, false, true, true))
}

const plain = (value: Yaml): string => (typeof value === 'object' ? '' : String(value))

const texts = (values: readonly unknown[]): string[] =>
  values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)).map(String)

function field(key: string, wanted: Yaml, event: Event): boolean {
  const [name = '', ...modifiers] = key.split('|')
  const values = (Array.isArray(wanted) ? wanted : [wanted]) as readonly Yaml[]
  if (name === '') return values.every((value) => keyword(value, event))
  const found = event[name]
  const own = texts([found].flat())
  const one = (value: Yaml): boolean => {
    if (modifiers.includes('exists')) return (found !== undefined) === value
    if (value === null) return found === undefined || found === null
    return spellings(plain(value), modifiers).some((text) =>
      own.some((actual) => compare(text, actual, modifiers, event)),
    )
  }
  const holds = modifiers.includes('all') ? values.every(one) : values.some(one)
  return modifiers.includes('neq') ? !holds : holds
}

function spellings(value: string, modifiers: readonly string[]): string[] {
  if (modifiers.includes('windash'))
    return ['-', '/', '–', '—', '―'].map((dash) => value.replace(/(?<!\w)[-/](?=\w)/, dash))
  if (modifiers.includes('base64')) return [Buffer.from(unescape(value)).toString('base64')]
  return [value]
}

const unescape = (text: string): string => text.replace(/\\([\\*?])/g, '$1')

function compare(wanted: string, actual: string, modifiers: readonly string[], event: Event): boolean {
  const has = (name: string): boolean => modifiers.includes(name)
  if (has('re'))
    return new RegExp(wanted, `u${has('i') ? 'i' : ''}${has('s') ? 's' : ''}${has('m') ? 'm' : ''}`).test(
      actual,
    )
  const number = actual.trim() === '' ? NaN : Number(actual)
  if (has('lt')) return number < Number(wanted)
  if (has('lte')) return number <= Number(wanted)
  if (has('gt')) return number > Number(wanted)
  if (has('gte')) return number >= Number(wanted)
  if (has('fieldref'))
    return texts([event[wanted]].flat()).some((other) => other.toLowerCase() === actual.toLowerCase())
  return like(
    wanted,
    actual,
    has('cased'),
    has('contains') || has('endswith'),
    has('contains') || has('startswith'),
  )
}

/** Wildcards and escapes as a regular expression; what a modifier puts around is no part of the value's escapes. */
function like(pattern: string, text: string, cased: boolean, before: boolean, after: boolean): boolean {
  const source = pattern.replace(/\\[\\*?]|[\s\S]/gu, (c) => {
    if (c === '*') return '[\\s\\S]*'
    if (c === '?') return '[\\s\\S]'
    return (c.length > 1 && c.startsWith('\\') ? c.slice(1) : c).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  })
  return new RegExp(
    `^${before ? '[\\s\\S]*' : ''}${source}${after ? '[\\s\\S]*' : ''}$`,
    cased ? 'u' : 'iu',
  ).test(text)
}
