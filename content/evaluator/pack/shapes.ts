import type {
  Baseline,
  Plan,
  Probe,
  ResponsePolicy,
  RuleLevel,
  RuleType,
  VerdictPolicy,
} from '@clawback/model'
import { invalid, isText, isTextList, list, number, object, text } from './check.js'
import type { Fields } from './check.js'

const levels: readonly unknown[] = [
  'informational',
  'low',
  'medium',
  'high',
  'critical',
] satisfies readonly RuleLevel[]
const types: readonly unknown[] = ['capability', 'threat', 'deviation'] satisfies readonly RuleType[]

/** A plan whose headers are sound; the expressions are checked when they are compiled. */
export function checkPlan(where: string, value: unknown): Plan {
  const plan = object(where, value)
  if (plan['format'] !== 'clawback-plan/1') throw invalid(where, 'format is not clawback-plan/1')
  const seen = new Set<string>()
  for (const part of ['rules', 'correlations'])
    for (const item of list(where, plan[part])) {
      const rule = object(where, item)
      const id = text(where, 'a rule id', rule['id'], 256)
      if (seen.has(id)) throw invalid(where, `the rule ${id} is there twice`)
      seen.add(id)
      checkHeader(`${where}, rule ${id}`, rule)
    }
  return plan as unknown as Plan
}

function checkHeader(where: string, rule: Fields): void {
  text(where, 'title', rule['title'], 1024)
  text(where, 'hash', rule['hash'], 128)
  if (!levels.includes(rule['level'])) throw invalid(where, 'level is not known')
  if (!types.includes(rule['type'])) throw invalid(where, 'type is not known')
  checkLevel(where, rule['response'])
  for (const name of ['tags', 'falsePositives', 'requires'])
    if (!isTextList(rule[name])) throw invalid(where, `${name} is not a list of texts`)
  if (rule['fix'] !== undefined) text(where, 'fix', rule['fix'])
}

function checkLevel(where: string, value: unknown): void {
  const level = number(where, 'response level', value)
  if (!Number.isInteger(level) || level < 0 || level > 6) throw invalid(where, 'response level is not 0 to 6')
}

const probeFields: Readonly<Record<Probe['kind'], readonly string[]>> = {
  yara: ['source'],
  'code-query': ['language', 'query'],
  taint: ['language'],
  text: [],
  'text-model': [],
}

export function checkProbe(where: string, value: unknown): Probe {
  const probe = object(where, value)
  const id = text(where, 'id of a probe', probe['id'], 256)
  const place = `${where}, probe ${id}`
  const kind = probe['kind']
  if (!isText(kind) || !Object.hasOwn(probeFields, kind)) throw invalid(place, 'kind is not known')
  if (!isTextList(probe['tags'])) throw invalid(place, 'tags is not a list of texts')
  for (const name of probeFields[kind as Probe['kind']]) text(place, name, probe[name], 1024 * 1024)
  if (kind === 'text' && !isTextList(probe['patterns']))
    throw invalid(place, 'patterns is not a list of texts')
  if (kind === 'text-model') checkTextModel(place, probe['model'])
  if (kind === 'taint') {
    for (const end of ['sources', 'sinks'])
      for (const item of list(place, probe[end])) {
        const { pattern, tag } = object(place, item)
        text(place, `pattern of ${end}`, pattern, 512)
        text(place, `tag of ${end}`, tag, 128)
      }
    if (!isTextList(probe['sanitizers'])) throw invalid(place, 'sanitizers is not a list of texts')
  }
  if (probe['rule'] !== undefined) {
    const rule = object(place, probe['rule'])
    text(place, 'rule.title', rule['title'], 1024)
    if (!levels.includes(rule['level']) || !types.includes(rule['type']))
      throw invalid(place, 'rule.level or rule.type is not known')
  }
  return probe as unknown as Probe
}

/** That it is a model at all: the engine that scores with it checks the rest before it does. */
function checkTextModel(where: string, value: unknown): void {
  const model = object(where, value)
  for (const name of ['format', 'name', 'normalisation'])
    text(where, `${name} of the model`, model[name], 256)
  text(where, 'weights of the model', model['weights'], 1024 * 1024)
}

export function checkBaseline(where: string, value: unknown): Baseline {
  const baseline = object(where, value)
  text(where, 'id', baseline['id'], 256)
  const cohort = object(where, baseline['cohort'])
  text(where, 'cohort.field', cohort['field'], 256)
  text(where, 'cohort.value', cohort['value'], 1024)
  number(where, 'samples', baseline['samples'])
  for (const item of list(where, baseline['entries'], 100_000)) {
    const entry = object(where, item)
    text(where, 'action of an entry', entry['action'], 256)
    if (!isText(entry['target'])) throw invalid(where, 'target of an entry is missing')
    number(where, 'support of an entry', entry['support'])
  }
  for (const quantile of Object.values(object(where, baseline['quantiles'])))
    for (const name of ['p50', 'p99', 'max']) number(where, name, object(where, quantile)[name])
  return baseline as unknown as Baseline
}

export function checkVerdictPolicy(where: string, value: unknown): VerdictPolicy {
  const policy = object(where, value)
  text(where, 'id', policy['id'], 256)
  const seen = new Set<string>()
  for (const item of list(where, policy['conditions'])) {
    const condition = object(where, item)
    const id = text(where, 'id of a condition', condition['id'], 256)
    if (seen.has(id)) throw invalid(where, `the condition ${id} is there twice`)
    seen.add(id)
    text(where, `text of ${id}`, condition['text'], 1024)
    number(where, `weight of ${id}`, condition['weight'])
    for (const name of ['rules', 'tags', 'levels', 'types'])
      if (condition[name] !== undefined && !isTextList(condition[name]))
        throw invalid(where, `${name} of ${id} is not a list of texts`)
  }
  const thresholds = object(where, policy['thresholds'])
  number(where, 'thresholds.suspicious', thresholds['suspicious'])
  number(where, 'thresholds.malicious', thresholds['malicious'])
  const gaps = object(where, policy['gaps'])
  for (const basis of ['static', 'static+observed'])
    if (!isTextList(gaps[basis])) throw invalid(where, `gaps.${basis} is not a list of texts`)
  return policy as unknown as VerdictPolicy
}

export function checkResponses(where: string, value: unknown): ResponsePolicy {
  const policy = object(where, value)
  text(where, 'id', policy['id'], 256)
  for (const item of list(where, policy['entries'])) {
    const entry = object(where, item)
    checkLevel(where, entry['level'])
    for (const name of ['rules', 'tags', 'levels'])
      if (entry[name] !== undefined && !isTextList(entry[name]))
        throw invalid(where, `${name} is not a list of texts`)
    if (entry['minFindings'] !== undefined) number(where, 'minFindings', entry['minFindings'])
    if (entry['approval'] !== undefined && typeof entry['approval'] !== 'boolean')
      throw invalid(where, 'approval is neither true nor false')
  }
  return policy as unknown as ResponsePolicy
}
