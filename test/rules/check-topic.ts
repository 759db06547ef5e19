import { createEvaluator } from '@clawback/evaluator'
import type { Plan } from '@clawback/model'
import { compileRules, emitModule, where } from 'sigma-to-ts'
import { checkSequences } from './check-sequences.js'
import { loadModule } from './module.js'
import type { Event } from './naive.js'
import type { EventCases, Topic } from './own-set.js'

/** What a topic came to: how much was asked, and everything that was not as its cases say. */
export interface Outcome {
  readonly rules: number
  readonly cases: number
  readonly wrong: readonly string[]
}

/** Documents of the specification, as cases cite them. */
const cites = /^(Rules|Modifiers|Correlations|Filters|Collections)\b/

/** Compiles a topic and asks every case of the evaluator and, for rules on one event, of the generated module. */
export async function checkTopic(topic: Topic): Promise<Outcome> {
  const { lists } = topic
  const { plan, errors } = compileRules([topic], lists === undefined ? {} : { lists })
  const wrong = errors.map((error) => `${where(error)}: ${error.detail}`)
  wrong.push(...unasked(topic, plan), ...(await checkPlan(topic, plan)))
  if (lists !== undefined) {
    // The lists of a pack are looked up at load; what can only be worked out by the compiler is refused then.
    const late = compileRules([topic])
    wrong.push(...(await checkPlan(topic, late.plan)).map((text) => `lists at load: ${text}`))
  }
  const cases = Object.values(topic.cases).reduce((sum, one) => sum + count(one), 0)
  return { rules: plan.rules.length + plan.correlations.length, cases, wrong }
}

function count(cases: Topic['cases'][string]): number {
  return 'sequences' in cases ? cases.sequences.length : cases.match.length + cases.miss.length
}

/** Rules without cases on both sides, and cases without a rule. */
function unasked(topic: Topic, plan: Plan): string[] {
  const rules = [...plan.rules.filter((rule) => rule.alerts || topic.cases[rule.id]), ...plan.correlations]
  const ids = new Set(rules.map(({ id }) => id))
  const bare = rules.flatMap(({ id }) => {
    const cases = topic.cases[id]
    if (cases === undefined) return feeds(plan, id) ? [] : [`${id} has no cases`]
    const [yes, no] =
      'sequences' in cases
        ? [
            cases.sequences.filter(({ alerts }) => alerts.length > 0),
            cases.sequences.filter(({ alerts }) => alerts.length === 0),
          ]
        : [cases.match, cases.miss]
    const lacking = [...(yes.length === 0 ? ['matches'] : []), ...(no.length === 0 ? ['does not'] : [])]
    return [
      ...lacking.map((what) => `${id} has no case that ${what}`),
      ...(cites.test(cases.spec) ? [] : [`${id} cites no part of the specification`]),
    ]
  })
  return [
    ...bare,
    ...Object.keys(topic.cases).flatMap((id) => (ids.has(id) ? [] : [`${id} has cases and no rule`])),
  ]
}

/** A rule that a correlation takes in has its cases in the sequences; whether on both sides is asked there. */
function feeds(plan: Plan, id: string): boolean {
  return plan.correlations.some((one) => one.rules.includes(id))
}

async function checkPlan(topic: Topic, plan: Plan): Promise<string[]> {
  const options = topic.lists === undefined ? {} : { lists: topic.lists }
  const evaluator = createEvaluator(plan, { ...options, routing: false })
  const wrong = evaluator.stats().skipped.map(({ rule, reason }) => `${rule} is not loaded: ${reason}`)
  const generated = await loadModule(emitModule(plan).text)
  for (const { id } of plan.rules) {
    const cases = topic.cases[id]
    if (cases === undefined || 'sequences' in cases) continue
    const evaluated = (event: Event): boolean => evaluator.explain(id, event)?.holds === true
    const own = generated.find((rule) => rule.id === id)
    wrong.push(
      ...checkEvents(id, cases, evaluated, 'explained'),
      ...checkEvents(id, cases, (event) => own?.matches(event, topic.lists) === true, 'generated'),
    )
    const alerts = (event: Event): boolean => evaluator.evaluate(event).some(({ rule }) => rule === id)
    if (plan.rules.find((rule) => rule.id === id)?.alerts === true)
      wrong.push(...checkEvents(id, cases, alerts, 'evaluated'))
  }
  return [...wrong, ...checkSequences(topic, plan, generated)]
}

function checkEvents(id: string, cases: EventCases, holds: (event: Event) => boolean, how: string): string[] {
  const say = (event: Event, verb: string): string => `${id}, ${how}, ${verb} ${JSON.stringify(event)}`
  return [
    ...cases.match.filter((event) => !holds(event)).map((event) => say(event, 'misses')),
    ...cases.miss.filter((event) => holds(event)).map((event) => say(event, 'matches')),
  ]
}
