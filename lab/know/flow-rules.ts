import type { Pack } from '@clawback/model'

/** Abilities that are dangerous together, as a pack has it. */
export interface FlowRule {
  readonly id: string
  readonly title: string
  /** Actions of capabilities, one for each rule that the correlation needs. */
  readonly parts: readonly string[]
}

/** What a pack tags a correlation with that says so. */
const tag = 'weakness.flow'

/**
 * The combinations of abilities that packs call a flow: temporal correlations with the tag `weakness.flow`, all of whose
 * rules are capability rules, and which want every one of them.
 */
export function flowRules(packs: readonly Pack[]): readonly FlowRule[] {
  return packs.flatMap(({ plan }) => {
    const actions = new Map(
      plan.rules.flatMap(({ id, capability }) =>
        capability === undefined ? [] : [[id, capability.action] as const],
      ),
    )
    return plan.correlations.flatMap(({ id, title, tags, correlation, rules, seen, condition }) => {
      const wantsAll = correlation === 'temporal' && seen === undefined && condition.length === 0
      const parts = rules.flatMap((rule) => actions.get(rule) ?? [])
      const isFlow = tags.includes(tag) && wantsAll && parts.length === rules.length && parts.length <= 8
      return isFlow ? [{ id, title, parts }] : []
    })
  })
}
