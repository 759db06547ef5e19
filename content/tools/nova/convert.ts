import { parsePattern } from '@clawback/model'
import { parseCondition } from './condition.js'
import { keywordPart } from './judged.js'
import type { NovaCondition, NovaKeyword, NovaProblem, NovaRule } from './rule.js'
import { NovaSyntaxError } from './rule.js'

/** A NOVA rule in our form: a Sigma document on one text, and cases where they can be made up from its keywords. */
export interface ConvertedRule {
  readonly id: string
  /** The document, to be written as YAML. */
  readonly document: Readonly<Record<string, unknown>>
  /** A text that matches; undefined where only a pattern could match. */
  readonly example: string | undefined
}

export interface Conversion {
  readonly rule?: ConvertedRule
  readonly problems: readonly NovaProblem[]
}

const levels = ['informational', 'low', 'medium', 'high', 'critical']
/** Most combinations that `2 of keywords.*` is written out as. */
const combinations = 64

/**
 * Turns a NOVA rule into a Sigma rule on `text.content`. Plain keywords ignore case, patterns must be of the linear
 * subset. What `semantics` and `llm` decide needs a judge: such a part counts as not seen, whichever way it is used, so the
 * rule never matches more than its author meant; a rule of which nothing else is left is refused. `tags` say what a match
 * counts as: a NOVA rule does not.
 */
export function convertNova(rule: NovaRule, tags: readonly string[] = []): Conversion {
  const problems: NovaProblem[] = []
  const refuse = (detail: string, line = rule.line, column = rule.column): Conversion => ({
    problems: [...problems, { type: 'refused', rule: rule.name, detail, line, column }],
  })
  for (const keyword of rule.keywords) {
    const flaw = keyword.isPattern ? flawOf(keyword) : undefined
    if (flaw !== undefined) return refuse(`$${keyword.name}: ${flaw}`, keyword.line, keyword.column)
  }
  let condition: NovaCondition
  try {
    condition = parseCondition(rule.condition.text, (name) => sectionOf(rule, name))
  } catch (error) {
    if (!(error instanceof NovaSyntaxError)) throw error
    const above = rule.condition.text.slice(0, error.at).split('\n')
    return refuse(
      `condition: ${error.message}`,
      rule.condition.line + above.length - 1,
      (above.at(-1)?.length ?? 0) + 1,
    )
  }
  const missing = missingIn(condition, rule)
  if (missing !== undefined)
    return refuse(`condition: ${missing}`, rule.condition.line, rule.condition.column)
  const part = keywordPart(condition)
  for (const { section, name, line, column } of part === condition ? [] : rule.judged)
    problems.push({
      type: 'needs-judge',
      rule: rule.name,
      detail: `${section}.$${name} needs a judge and is left out`,
      line,
      column,
    })
  if (part === undefined)
    return refuse('nothing is left without a judge', rule.condition.line, rule.condition.column)
  const sigma = sigmaCondition(part, rule)
  if (sigma === undefined)
    return refuse(`more than ${combinations} combinations`, rule.condition.line, rule.condition.column)
  const id = `nova-${rule.name.toLowerCase().replaceAll('_', '-')}`
  return {
    rule: {
      id,
      document: documentOf(rule, { id, condition: sigma, isPart: problems.length > 0, tags }),
      example: exampleOf(part, rule),
    },
    problems,
  }
}

function flawOf({ text, flags }: NovaKeyword): string | undefined {
  const unknown = /[^ims]/.exec(flags)?.[0]
  if (unknown !== undefined) return `the flag ${unknown} is not known`
  try {
    parsePattern(text, flags)
    return undefined
  } catch (error) {
    return `the pattern is not of the linear subset: ${error instanceof Error ? error.message : String(error)}`
  }
}

function sectionOf(rule: NovaRule, name: string): 'keywords' | 'semantics' | 'llm' | undefined {
  const fits = (one: { readonly name: string }): boolean =>
    name.endsWith('*') ? one.name.startsWith(name.slice(0, -1)) : one.name === name
  return rule.keywords.some(fits) ? 'keywords' : rule.judged.find(fits)?.section
}

/** What a condition asks for that no section has; a judge may be asked for anything. */
function missingIn(condition: NovaCondition, rule: NovaRule): string | undefined {
  switch (condition.type) {
    case 'variable':
      return condition.section !== 'keywords' || rule.keywords.some(({ name }) => name === condition.name)
        ? undefined
        : `keywords.$${condition.name} is not there`
    case 'of':
      return condition.section !== 'keywords' || namesOf(rule, condition.prefix).length > 0
        ? undefined
        : 'it counts keywords of which there are none'
    case 'not':
      return missingIn(condition.item, rule)
    default:
      return condition.items.map((item) => missingIn(item, rule)).find((one) => one !== undefined)
  }
}

function namesOf(rule: NovaRule, prefix: string): string[] {
  return rule.keywords.map(({ name }) => name).filter((name) => name.startsWith(prefix))
}

function sigmaCondition(condition: NovaCondition, rule: NovaRule): string | undefined {
  switch (condition.type) {
    case 'variable':
      return selectionOf(condition.name)
    case 'of': {
      const names = namesOf(rule, condition.prefix).map(selectionOf)
      const count = condition.count === 'any' ? 1 : condition.count === 'all' ? names.length : condition.count
      const chosen = choose(names, count)
      return chosen === undefined ? undefined : chosen.map((some) => `(${some.join(' and ')})`).join(' or ')
    }
    case 'not': {
      const inner = sigmaCondition(condition.item, rule)
      return inner === undefined ? undefined : `not (${inner})`
    }
    default: {
      const inner = condition.items.map((item) => sigmaCondition(item, rule))
      return inner.includes(undefined)
        ? undefined
        : inner.map((one) => `(${one ?? ''})`).join(` ${condition.type} `)
    }
  }
}

/** All ways to take `count` of the names; undefined when there are too many. None when there are too few names. */
function choose(names: readonly string[], count: number): string[][] | undefined {
  let found: string[][] = [[]]
  for (const [i, name] of names.entries()) {
    const left = names.length - i - 1
    found = found
      .flatMap((some) => (some.length < count ? [some, [...some, name]] : [some]))
      .filter((some) => some.length + left >= count)
    if (found.length > combinations) return undefined
  }
  return found.filter((some) => some.length === count)
}

function selectionOf(name: string): string {
  return `keyword_${name}`
}

function documentOf(
  rule: NovaRule,
  {
    id,
    condition,
    isPart,
    tags,
  }: {
    readonly id: string
    readonly condition: string
    readonly isPart: boolean
    readonly tags: readonly string[]
  },
): Record<string, unknown> {
  const { meta } = rule
  const severity = meta.get('severity')?.toLowerCase() ?? ''
  return {
    title: rule.name.replaceAll('_', ' '),
    id,
    status: 'experimental',
    description: `${(meta.get('description') ?? 'Imported from NOVA').replace(/\.$/, '')}.${isPart ? ' Without the parts that need a judge.' : ''}`,
    ...(meta.has('author') ? { author: meta.get('author') } : {}),
    logsource: { product: 'agent', category: 'text' },
    detection: {
      ...Object.fromEntries(rule.keywords.map((keyword) => [selectionOf(keyword.name), searchOf(keyword)])),
      condition,
    },
    falsepositives: ['Texts about the thing itself.'],
    level: levels.includes(severity) ? severity : severity === 'info' ? 'informational' : 'medium',
    tags,
    clawback: { type: 'threat', response: 0 },
  }
}

function searchOf({ text, isPattern, flags, cased }: NovaKeyword): Record<string, string> {
  if (isPattern) return { [['text.content', 're', ...Array.from(flags)].join('|')]: text }
  // In Sigma `*` and `?` stand for anything; here they stand for themselves.
  return {
    [cased ? 'text.content|contains|cased' : 'text.content|contains']: text.replace(/[*?\\]/g, '\\$&'),
  }
}

/** A text of all plain keywords that makes the condition hold. */
function exampleOf(condition: NovaCondition, rule: NovaRule): string | undefined {
  for (const wanted of [rule.keywords, ...rule.keywords.map((one) => [one])]) {
    const plain = wanted.filter(({ isPattern }) => !isPattern)
    const text = plain.map((keyword) => keyword.text).join('. ')
    const holds = (name: string): boolean =>
      rule.keywords.some(
        (one) => one.name === name && !one.isPattern && text.toLowerCase().includes(one.text.toLowerCase()),
      )
    // A pattern may match by chance, which only matters under `not`.
    if (
      text !== '' &&
      decide(condition, rule, holds) &&
      rule.keywords.every(({ isPattern }) => !isPattern || !usesNot(condition))
    )
      return text
  }
  return undefined
}

function usesNot(condition: NovaCondition): boolean {
  return condition.type === 'not' || ('items' in condition && condition.items.some(usesNot))
}

function decide(condition: NovaCondition, rule: NovaRule, holds: (name: string) => boolean): boolean {
  switch (condition.type) {
    case 'variable':
      return holds(condition.name)
    case 'of': {
      const names = namesOf(rule, condition.prefix)
      const seen = names.filter(holds).length
      return (
        seen >= (condition.count === 'any' ? 1 : condition.count === 'all' ? names.length : condition.count)
      )
    }
    case 'not':
      return !decide(condition.item, rule, holds)
    case 'and':
      return condition.items.every((item) => decide(item, rule, holds))
    case 'or':
      return condition.items.some((item) => decide(item, rule, holds))
  }
}
