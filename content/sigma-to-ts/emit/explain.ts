import type { Plan, PlanCorrelation, PlanExpr, PlanRule, PlanTest } from '@clawback/model'
import { remark } from './name.js'

/** Says in words what every rule of a plan looks for. */
export function explainPlan(plan: Plan): string {
  const titles = new Map([...plan.rules, ...plan.correlations].map(({ id, title }) => [id, title]))
  const named = (id: string): string => `"${remark(titles.get(id) ?? id)}"`
  return [
    ...plan.rules.map(explainRule),
    ...plan.correlations.map((rule) => explainCorrelation(rule, named)),
  ].join('\n')
}

/** One rule in words. */
export function explainRule(rule: PlanRule): string {
  const { product, category, service } = rule.logsource
  const where =
    [product, category, service].flatMap((one) => (one === undefined ? [] : [remark(one)])).join(' / ') ||
    'any log source'
  const lines = Object.entries(rule.detections).map(([name, expr]) => `  ${remark(name)}: ${sayExpr(expr)}`)
  return [
    `${remark(rule.title)} [${rule.level}] on ${where}, when ${sayExpr(rule.condition)}`,
    ...lines,
    '',
  ].join('\n')
}

function explainCorrelation(rule: PlanCorrelation, named: (id: string) => string): string {
  const by = rule.by.length === 0 ? '' : ` of the same ${rule.by.map(({ name }) => remark(name)).join(', ')}`
  const compared = rule.condition.map(({ op, value }) => `${op} ${value}`).join(' and ')
  const condition = rule.seen === undefined ? compared || 'all of them' : sayExpr(rule.seen, named)
  const of = rule.fields.length === 0 ? '' : ` of ${rule.fields.map(remark).join(', ')}`
  const span = `${sayTime(rule.timespan)} (${rule.window})`
  return `${remark(rule.title)} [${rule.level}], when ${rule.correlation}${of} over ${rule.rules.map(named).join(', ')}${by} within ${span} is ${condition}\n` // prettier-ignore
}

function sayExpr(expr: PlanExpr, named: (name: string) => string = remark): string {
  const say = (item: PlanExpr): string => sayExpr(item, named)
  if ('and' in expr) return `(${expr.and.map(say).join(' and ')})`
  if ('or' in expr) return `(${expr.or.map(say).join(' or ')})`
  if ('not' in expr) return `not ${say(expr.not)}`
  if ('use' in expr) return named(expr.use)
  const tests = 'any' in expr ? expr.any : expr.all
  const said = tests.slice(0, 12).map(sayTest)
  if (tests.length > 12) said.push(`${tests.length - 12} more`)
  const all = `${expr.field === null ? 'any value' : remark(expr.field)} ${said.join('any' in expr ? ' or ' : ' and ')}`
  return said.length > 1 ? `(${all})` : all
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const

/** A length of time in the largest unit that holds it without a fraction, as rules write it. */
function sayTime(milliseconds: number): string {
  const [size, unit] = units.find(([one]) => milliseconds % one === 0) ?? [1, 'ms']
  return `${milliseconds / size}${unit}`
}

const operators = {
  eq: 'is',
  contains: 'contains',
  startswith: 'begins with',
  endswith: 'ends with',
} as const

function sayTest(test: PlanTest): string {
  switch (test.op) {
    case 'eq':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return `${operators[test.op]} "${remark(test.text)}"${test.cased === true ? ' in this case' : ''}`
    case 'glob':
      return `looks like "${remark(test.parts.map((part) => (part === 0 ? '*' : part === 1 ? '?' : part)).join(''))}"`
    case 're':
      return `has /${remark(test.pattern)}/${test.flags}`
    case 'cidr':
      return `is in ${test.net}`
    case 'null':
      return 'is missing or null'
    case 'exists':
      return test.value ? 'is there' : 'is not there'
    case 'field':
      return `${operators[test.as]} the field ${remark(test.field)}`
    case 'time':
      return `has ${test.part} ${test.compare} ${test.value}`
    case 'list':
      return `${operators[test.as]} an entry of the list ${remark(test.list)}`
    default:
      return `is ${test.op} ${test.value}`
  }
}
