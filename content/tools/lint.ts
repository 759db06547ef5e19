import type { PlanExpr, PlanHeader, Probe } from '@clawback/model'
import { parsePattern, PatternError } from '@clawback/model'
import { readFolder } from './folder.js'
import { lintDetections } from './lint-detections.js'
import { lintFields } from './lint-fields.js'
import { lintPolicies } from './lint-policies.js'
import type { PackProblem } from './problem.js'
import { placeOf } from './rule-place.js'
import { readSource } from './source.js'
import type { PackSource } from './source.js'

/** Reads a pack folder and says everything that is wrong with it, each with its place. Only errors stop a build. */
export async function lintPack(dir: string): Promise<readonly PackProblem[]> {
  return lintSource(readSource(await readFolder(dir)))
}

/** The same for a folder that was read already. */
export function lintSource(source: PackSource): readonly PackProblem[] {
  return [
    ...source.problems,
    ...source.rules.flatMap(lintFields),
    ...lintDetections(source),
    ...lintHeaders(source),
    ...lintCases(source),
    ...lintLists(source),
    ...lintProbes(source),
    ...lintPolicies(source),
    ...lintChangelog(source),
  ]
}

function headers({ plan }: PackSource): readonly PlanHeader[] {
  return [...plan.rules, ...plan.correlations]
}

function lintHeaders(source: PackSource): PackProblem[] {
  return headers(source).flatMap((rule) => {
    const say = (severity: PackProblem['severity'], detail: string, mend: string): PackProblem[] => [
      { severity, ...placeOf(rule), detail, mend, rule: rule.id },
    ]
    const problems: PackProblem[] = []
    if (!/^[a-z0-9][a-z0-9-]{2,80}$/.test(rule.id))
      problems.push(
        ...say('error', `the id ${rule.id} is not of lower-case letters, digits and dashes`, 'Rename it.'),
      )
    if (rule.description === '')
      problems.push(...say('error', 'the rule has no description', 'Say why it matters.'))
    if (rule.type !== 'capability' && rule.alerts && rule.falsePositives.length === 0)
      problems.push(
        ...say(
          rule.level === 'high' || rule.level === 'critical' ? 'error' : 'warning',
          'the rule names no false positives',
          'Say in `falsepositives` what would make it benign.',
        ),
      )
    if (rule.type === 'capability' && rule.response > 0)
      problems.push(...say('error', 'a capability asks for a response', 'Set clawback.response to 0.'))
    if (rule.status === 'deprecated')
      problems.push(...say('warning', 'the rule is deprecated', 'Drop it in time.'))
    return problems
  })
}

/** At least one case that must match and one that must not, for every rule that can speak; no case without a rule. */
function lintCases(source: PackSource): PackProblem[] {
  const known = new Set(headers(source).map(({ id }) => id))
  const missing = headers(source).flatMap((rule): PackProblem[] => {
    const cases = source.cases.get(rule.id)?.cases ?? []
    if (!rule.alerts) return []
    return (['match', 'quiet'] as const).flatMap((expect): PackProblem[] => {
      if (cases.some((one) => one.expect === expect)) return []
      const part = expect === 'match' ? 'positive' : 'negative'
      const detail = `the rule ${rule.id} has no ${part} case`
      const mend = `Add one to cases/${rule.id}.yml.`
      return [{ severity: 'error', ...placeOf(rule), detail, mend, rule: rule.id }]
    })
  })
  const orphans = [...source.cases.values()].flatMap(({ rule, place }): PackProblem[] =>
    known.has(rule)
      ? []
      : [
          {
            severity: 'error',
            ...place,
            detail: `there is no rule ${rule}`,
            mend: 'Name the file after its rule.',
          },
        ],
  )
  return [...missing, ...orphans]
}

function lintLists(source: PackSource): PackProblem[] {
  const used = new Set(
    source.plan.rules.flatMap((rule) =>
      [rule.condition, ...Object.values(rule.detections)].flatMap(listsOf).map((list) => ({ list, rule })),
    ),
  )
  return [...used].flatMap(({ list, rule }): PackProblem[] => {
    if (source.lists.has(list)) return []
    const detail = `the list ${list} is not in the pack`
    const mend = `Add lists/${list}.txt, or let the operator give the list.`
    return [{ severity: 'warning', ...placeOf(rule), detail, mend, rule: rule.id }]
  })
}

function listsOf(expr: PlanExpr): string[] {
  if ('and' in expr) return expr.and.flatMap(listsOf)
  if ('or' in expr) return expr.or.flatMap(listsOf)
  if ('not' in expr) return listsOf(expr.not)
  if ('use' in expr) return []
  return ('any' in expr ? expr.any : expr.all).flatMap((test) => (test.op === 'list' ? [test.list] : []))
}

function lintProbes(source: PackSource): PackProblem[] {
  return [...source.probes].flatMap(([name, probes]) =>
    probes.flatMap((probe): PackProblem[] => {
      const problem = patternProblem(probe)
      if (problem === undefined) return []
      const place = { path: `probes/${name}.yml`, line: 1, column: 1 }
      const mend = 'Use the linear subset of regular expressions (Sigma modifiers 2.1).'
      return [{ severity: 'error', ...place, detail: `probe ${probe.id}: ${problem}`, mend }]
    }),
  )
}

function patternProblem(probe: Probe): string | undefined {
  for (const pattern of probe.kind === 'text' ? probe.patterns : [])
    try {
      parsePattern(pattern, '')
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      return `${pattern.slice(0, 60)}: ${error.message} (at ${error.at})`
    }
  return undefined
}

function lintChangelog({ folder, head }: PackSource): PackProblem[] {
  const text = new TextDecoder().decode(folder.get('CHANGELOG.md'))
  if (new RegExp(`^## \\[?${head.version.replaceAll('.', '\\.')}\\b`, 'm').test(text)) return []
  const detail = `CHANGELOG.md says nothing of ${head.version}`
  return [
    {
      severity: 'error',
      path: 'CHANGELOG.md',
      line: 1,
      column: 1,
      detail,
      mend: `Add \`## ${head.version}\`.`,
    },
  ]
}
