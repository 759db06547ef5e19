import { createEvaluator } from '@clawback/evaluator'
import type { Plan, PlanCorrelation } from '@clawback/model'
import type { ModuleRule } from './module.js'
import type { Event } from './naive.js'
import type { Sequence, Topic } from './own-set.js'

/** Later than anything in a sequence: all windows are closed. */
const end = 8e15

/** Plays every sequence of a topic, each into an evaluator that knows nothing yet. */
export function checkSequences(topic: Topic, plan: Plan, generated: readonly ModuleRule[]): string[] {
  const wrong = plan.correlations.flatMap((correlation) => {
    const cases = topic.cases[correlation.id]
    if (cases === undefined || !('sequences' in cases)) return []
    return cases.sequences.flatMap((sequence, i) => play(plan, correlation, sequence, i + 1))
  })
  return [...wrong, ...unfed(topic, plan, generated)]
}

function play(plan: Plan, correlation: PlanCorrelation, sequence: Sequence, number: number): string[] {
  const evaluator = createEvaluator(plan, { routing: false, timeOf: (event) => Number(event['at']) * 1000 })
  const said = [...arrivals(sequence).flatMap((event) => evaluator.evaluate(event))]
  const alone = said
    .filter(({ rule, refCount }) => refCount === 1 && takesIn(plan, correlation, rule))
    .map(({ rule }) => rule)
  said.push(...evaluator.advance('*', end))
  const alerts = said
    .filter(({ rule, state }) => rule === correlation.id && state === 'final')
    .map(({ group }) => group.join('/'))
  return [
    ...differing(`${correlation.id}, sequence ${number}`, alerts, sequence.alerts),
    ...differing(`${correlation.id}, sequence ${number}, alone`, alone, sequence.alone ?? []),
  ]
}

function takesIn(plan: Plan, correlation: PlanCorrelation, rule: string): boolean {
  return correlation.rules.includes(rule) && plan.rules.some(({ id }) => id === rule)
}

function differing(what: string, said: readonly string[], wanted: readonly string[]): string[] {
  const [is, should] = [[...said].sort().join(' '), [...wanted].sort().join(' ')]
  return is === should ? [] : [`${what}: alerts of [${is}], not of [${should}]`]
}

/** The events of a sequence one by one, in order of time. */
function arrivals({ events }: Sequence): Event[] {
  return events
    .flatMap((event) => [event.at].flat().map((at) => ({ ...event, at })))
    .map((event, i) => ({ id: `e${i}`, ...event }))
    .sort((a, b) => a.at - b.at)
}

/** Rules that feed correlations and are not both met and missed by the events of the sequences. */
function unfed(topic: Topic, plan: Plan, generated: readonly ModuleRule[]): string[] {
  const events = Object.values(topic.cases).flatMap((cases) =>
    'sequences' in cases ? cases.sequences.flatMap(arrivals) : [],
  )
  const feeding = new Set(plan.correlations.flatMap(({ rules }) => rules))
  return generated
    .filter(({ id }) => feeding.has(id))
    .flatMap(({ id, matches }) => {
      const met = events.filter((event) => matches(event)).length
      if (met === 0) return [`${id} feeds a correlation and no event of the sequences meets it`]
      return met === events.length ? [`${id} feeds a correlation and every event meets it`] : []
    })
}
