import type { Baseline, Pack, PlanHeader } from '@clawback/model'
import type { RuleSource } from '../source.js'
import { makeCohorts } from './cohorts.js'

/** Baselines of a source. A program may put a pack together by itself: what is no baseline has its reason said. */
export function takeBaselines(source: RuleSource): {
  readonly baselines: readonly Baseline[]
  readonly reasons: readonly string[]
} {
  const given: unknown = (Object(source) as Partial<Pack>).baselines
  const reasons: string[] = []
  const baselines = (Array.isArray(given) ? (given as readonly Baseline[]) : []).filter((baseline) => {
    try {
      makeCohorts([baseline])
      return true
    } catch (error) {
      reasons.push(`a baseline is malformed: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
  })
  return { baselines, reasons }
}

/** Whether a rule asks for anything that baselines say. */
export function asksBaseline(rule: PlanHeader): boolean {
  return JSON.stringify(rule).includes('"baseline.')
}
