import { createEvaluator, createGroupMatcher } from '@clawback/evaluator'
import type { Plan } from '@clawback/model'
import type { RuleCase } from './cases.js'
import { readFolder } from './folder.js'
import { readSource } from './source.js'
import type { PackSource } from './source.js'

/** A case whose rule did not do what the case expects. */
export interface CaseFailure {
  readonly rule: string
  readonly case: string
  /** `path:line:column` of the case. */
  readonly where: string
  readonly expected: 'match' | 'quiet'
  /** Rules that did speak. */
  readonly spoke: readonly string[]
}

export interface PackTest {
  readonly passed: number
  readonly failed: readonly CaseFailure[]
  /** Rules that have cases. */
  readonly rules: number
}

/** Other packs the rules rest on (a verdict pack on a capability pack); their rules run, their cases do not. */
export interface TestOptions {
  readonly besides?: readonly string[]
}

/**
 * Runs every case of a pack folder through the evaluator that products use: records of one artifact as one closed
 * group, live records one after another with the clock moved on at the end.
 */
export async function testPack(dir: string, options: TestOptions = {}): Promise<PackTest> {
  const source = readSource(await readFolder(dir))
  const others = await Promise.all(
    (options.besides ?? []).map(async (one) => readSource(await readFolder(one))),
  )
  return testSource(source, others)
}

/** The same for folders that were read already. */
export function testSource(source: PackSource, besides: readonly PackSource[] = []): PackTest {
  const whole = [source, ...besides].map(({ plan }) => plan)
  const lists = Object.fromEntries([...besides, source].flatMap((one) => [...one.lists]))
  const failed: CaseFailure[] = []
  let passed = 0
  for (const { rule, cases } of source.cases.values()) {
    // What a rule does depends on what it rests on alone; only to say what spoke instead are all rules asked.
    const speaks = runner(
      whole.map((plan) => restsOn(plan, rule)),
      lists,
    )
    for (const one of cases) {
      if (speaks(one).includes(rule) === (one.expect === 'match')) passed++
      else {
        const where = `${one.place.path}:${one.place.line}:${one.place.column}`
        failed.push({ rule, case: one.name, where, expected: one.expect, spoke: runner(whole, lists)(one) })
      }
    }
  }
  return { passed, failed, rules: source.cases.size }
}

/** The rule with the rules its correlation takes in; everything when one of them is a rule on matches. */
function restsOn(plan: Plan, rule: string): Plan {
  const wanted = new Set([rule])
  for (let before = 0; before !== wanted.size;) {
    before = wanted.size
    for (const { id, rules } of plan.correlations)
      if (wanted.has(id)) for (const one of rules) wanted.add(one)
  }
  const rules = plan.rules.filter(({ id }) => wanted.has(id))
  if (rules.some(({ logsource }) => logsource.category === 'match')) return plan
  return { ...plan, rules, correlations: plan.correlations.filter(({ id }) => wanted.has(id)) }
}

type Lists = Readonly<Record<string, readonly string[]>>
type Runner = (one: RuleCase) => string[]

function runner(plans: readonly Plan[], lists: Lists): Runner {
  const match = createGroupMatcher(plans, { lists })
  return (one) =>
    one.records.some(({ stage }) => stage === 'live')
      ? runLive(plans, lists, one)
      : [...new Set(match(one.records).map((found) => found['rule.id']))]
}

function runLive(plans: readonly Plan[], lists: Lists, { records }: RuleCase): string[] {
  const evaluator = createEvaluator(plans, { lists })
  const alerts = records.flatMap((record) => evaluator.evaluate(record))
  const last = Math.max(...records.map((record) => Date.parse(record.time)))
  alerts.push(...evaluator.advance('*', last + 30 * 24 * 3_600_000))
  const retracted = new Set(alerts.filter((a) => a.state === 'retracted').map((a) => a.dedupeKey))
  return [...new Set(alerts.filter((a) => !retracted.has(a.dedupeKey)).map((a) => a.rule))]
}
