import type { Finding } from '@clawback/model'
import type { Examination } from '../../walk/examination.js'
import { describeRule, ruleGroups } from '../../walk/rules.js'
import { isFailing } from '../survey.js'
import type { Failure, Survey } from '../survey.js'
import { element, xmlText } from './xml.js'

/** One test case and what became of it. */
interface Case {
  readonly classname: string
  readonly name: string
  readonly outcome?: {
    readonly type: 'failure' | 'error' | 'skipped'
    readonly message: string
    readonly text: string
  }
  /** Told whatever became of it. */
  readonly notes: readonly string[]
}

/**
 * JUnit XML: a suite per artifact, and in it the verdict, the coverage, and a case per group of rules. A case fails when
 * the verdict is at or above the threshold and the group has something to do with it, so that the report fails when the
 * call does; what could not be examined or decided is an error, never a pass.
 */
export function renderJunit(survey: Survey): string {
  const suites = [
    ...survey.failures.map((failure) => suite(failure.locator, [failed(failure)])),
    ...survey.examinations.map((one) => suite(one.artifact.name, casesOf(survey, one), one)),
  ]
  const notes = [
    ...survey.expired.map(
      ({ rule, expires, source }) => `${source}: the suppression of ${rule} expired on ${expires}`,
    ),
    ...(survey.since === undefined
      ? []
      : [
          `only what changed since ${survey.since.ref}; ${survey.since.unchanged} unchanged artifacts were left out`,
        ]),
  ]
  const about =
    notes.length === 0 ? [] : [suite('clawback', [{ classname: 'clawback', name: 'notes', notes }])]
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'clawback' }, [...suites, ...about])}\n`
}

function suite(name: string, cases: readonly Case[], one?: Examination): string {
  const count = (type: string): number => cases.filter(({ outcome }) => outcome?.type === type).length
  const properties =
    one === undefined
      ? []
      : Object.entries({
          artifact: one.artifact.id,
          kind: one.artifact.kind,
          verdict: one.verdict.label,
          score: one.verdict.score,
          policy: one.verdict.policy,
          suppressed: one.verdict.suppressed ?? 0,
        }).map(([key, value]) => element('property', { name: key, value }))
  return element(
    'testsuite',
    {
      name,
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    },
    [...(properties.length === 0 ? [] : [element('properties', {}, properties)]), ...cases.map(testCase)],
  )
}

function testCase({ classname, name, outcome, notes }: Case): string {
  return element('testcase', { classname, name }, [
    ...(outcome === undefined
      ? []
      : [element(outcome.type, { message: outcome.message }, [xmlText(outcome.text)])]),
    ...(notes.length === 0 ? [] : [element('system-out', {}, [xmlText(notes.join('\n'))])]),
  ])
}

function failed({ code, message, mend }: Failure): Case {
  return {
    classname: 'clawback',
    name: 'intake',
    outcome: { type: 'error', message: `${code}: ${message}`, text: mend },
    notes: [],
  }
}

function casesOf(survey: Survey, one: Examination): readonly Case[] {
  const fails = isFailing(survey, one)
  const groups = ruleGroups(survey.packs).map(({ pack, group }): Case => {
    const own = one.findings.filter(
      (finding) => finding.pack === pack && describeRule(survey.packs, pack, finding.rule).group === group,
    )
    return { classname: pack, name: group, ...outcomeOf(own, fails) }
  })
  return [verdictCase(one, fails), coverageCase(one), ...groups]
}

function outcomeOf(findings: readonly Finding[], fails: boolean): Pick<Case, 'outcome' | 'notes'> {
  const open = findings.filter(({ suppressed }) => suppressed === undefined)
  const kept = findings.filter(({ suppressed }) => suppressed !== undefined).map(tell)
  const text = open.map(tell).join('\n\n')
  const message = open.map(({ title }) => title).join('; ')
  if (open.length > 0 && fails) return { outcome: { type: 'failure', message, text }, notes: kept }
  if (open.length > 0) return { notes: [text, ...kept] }
  if (kept.length === 0) return { notes: [] }
  return { outcome: { type: 'skipped', message: 'suppressed', text: kept.join('\n\n') }, notes: [] }
}

function verdictCase({ verdict }: Examination, fails: boolean): Case {
  const message = `${verdict.label}, score ${verdict.score}, ${verdict.basis}`
  const text = [...new Set(verdict.because.map((one) => one.text))].join('\n')
  const base = { classname: 'clawback', name: 'verdict' }
  if (fails) return { ...base, outcome: { type: 'failure', message, text }, notes: [] }
  // Nobody could decide: that is no pass.
  if (verdict.label === 'undetermined')
    return { ...base, outcome: { type: 'error', message, text }, notes: [] }
  return { ...base, notes: [message, text] }
}

function coverageCase({ profile }: Examination): Case {
  const { gaps, files, since } = profile.coverage
  const material = gaps.filter((gap) => gap.material)
  const notes = [
    `${files.read} of ${files.total} files read`,
    ...(since === undefined ? [] : [`changed since ${since.ref}: ${since.changed.join(', ')}`]),
  ]
  const base = { classname: 'clawback', name: 'coverage' }
  if (material.length === 0) return { ...base, notes }
  const text = material.map(({ reason, path, detail }) => `${path ?? '.'}: ${reason}: ${detail}`).join('\n')
  return { ...base, outcome: { type: 'skipped', message: `${material.length} not looked at`, text }, notes }
}

/** A finding in lines: what, why, where, what would make it benign, what to do. */
function tell(finding: Finding): string {
  const { level, title, rule, pack, version, why, evidence, more, falsePositives, fix, suppressed, expired } =
    finding
  return [
    `${level}: ${title} (${pack}@${version}/${rule})`,
    why,
    ...evidence.map(({ where, excerpt }) => `  at ${where}: ${excerpt}`),
    ...(more === undefined ? [] : [`  and ${more} more places`]),
    ...(falsePositives.length === 0 ? [] : [`would be benign if: ${falsePositives.join('; ')}`]),
    ...(fix === undefined ? [] : [`what to do: ${fix}`]),
    ...(suppressed === undefined ? [] : [`suppressed until ${suppressed.expires}: ${suppressed.reason}`]),
    ...(expired === undefined ? [] : [`its suppression expired on ${expired.expires}: ${expired.reason}`]),
  ].join('\n')
}
