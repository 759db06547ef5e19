import { redact } from '@clawback/text'
import type { Look } from './connector.js'

/** Kinds of secret that a bearer presents; the others are only taken out. */
const bearers: ReadonlySet<string> = new Set(['authorization', 'jwt'])

/** Text without secrets, and the sha256 of the bearer tokens that were in it, in order of appearance. */
export interface Clean {
  readonly text: string
  readonly tokens: readonly string[]
}

const longest = 65_536

/** Takes secrets out of text before anything is made of it; bearer tokens are sealed on the way (law 6). */
export function clean(text: string, look: Pick<Look, 'seal'>): Clean {
  const bounded = text.length > longest ? text.slice(0, longest) : text
  const { text: without, redactions } = redact(bounded)
  const tokens: string[] = []
  for (const { type, start, end, placeholder } of redactions)
    if (bearers.has(type) && !placeholder) tokens.push(look.seal(bounded.slice(start, end)))
  return { text: without, tokens: [...new Set(tokens)] }
}

/** A structured value without secrets. Redacted as JSON, where names give the values a context; leaf by leaf if that breaks it. */
export function cleanValue(
  value: unknown,
  look: Pick<Look, 'seal'>,
): { readonly value: unknown; readonly tokens: readonly string[] } {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) return { value: undefined, tokens: [] }
  if (text.length <= longest) {
    const { text: without, tokens } = clean(text, look)
    if (without === text) return { value, tokens }
    try {
      return { value: JSON.parse(without) as unknown, tokens }
    } catch {
      // A secret ran over a quote: fall through to the leaves.
    }
  }
  const tokens: string[] = []
  const leaves = cleanLeaves(value, look, tokens, 0)
  return { value: leaves, tokens: [...new Set(tokens)] }
}

function cleanLeaves(value: unknown, look: Pick<Look, 'seal'>, tokens: string[], depth: number): unknown {
  if (typeof value === 'string') {
    const { text, tokens: found } = clean(value, look)
    tokens.push(...found)
    return text
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > 16) return undefined
  if (Array.isArray(value))
    return value.slice(0, 256).map((item) => cleanLeaves(item, look, tokens, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 256)
      .map(([name, item]) => [clean(name, look).text, cleanLeaves(item, look, tokens, depth + 1)]),
  )
}

/** Shapes that no credential has: UUIDs and hex, tool call ids, and what is shorter than any secret. */
const plainId = /^(?:[0-9a-f-]{1,64}|toolu_[A-Za-z0-9]{1,64}|[A-Za-z0-9._@:/ -]{1,15})$/

/** An identifier from outside: short, printable, and not a secret in disguise. Undefined when there is none. */
export function identifier(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > 256) return undefined
  if (plainId.test(value)) return value
  // eslint-disable-next-line no-control-regex -- control characters have no place in an identifier
  return redact(value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '�')).text
}
