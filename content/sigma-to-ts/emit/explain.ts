import type { Plan, PlanCorrelation, PlanExpr, PlanRule, PlanTest } from '@clawback/model'
import { remark } from './name.js'

/** Says in words what every rule of a plan looks for. */
export function explainPlan(plan: Plan): string {
  return [...plan.rules.map(explainRule), ...plan.correlations.map(explainCorrelation)].join('\n')
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

function explainCorrelation(rule: PlanCorrelation): string {
  const by = rule.by.length === 0 ? '' : ` of the same ${rule.by.map(({ name }) => remark(name)).join(', ')}`
  const condition = rule.condition.map(({ op, value }) => `${op} ${value}`).join(' and ') || 'all of them'
  const of = rule.fields.length === 0 ? '' : ` of ${rule.fields.map(remark).join(', ')}`
  const span = `${rule.timespan / 1000} s (${rule.window})`
  return `${remark(rule.title)} [${rule.level}], when ${rule.correlation}${of} over ${rule.rules.map(remark).join(', ')}${by} within ${span} is ${condition}\n` // prettier-ignore
}

function sayExpr(expr: PlanExpr): string {
  if ('and' in expr) return `(${expr.and.map(sayExpr).join(' and ')})`
  if ('or' in expr) return `(${expr.or.map(sayExpr).join(' or ')})`
  if ('not' in expr) return `not ${sayExpr(expr.not)}`
  if ('use' in expr) return remark(expr.use)
  const tests = 'any' in expr ? expr.any : expr.all
  const said = tests.slice(0, 12).map(sayTest)
  if (tests.length > 12) said.push(`${tests.length - 12} more`)
  return `${expr.field === null ? 'any value' : remark(expr.field)} ${said.join('any' in expr ? ' or ' : ' and ')}`
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
