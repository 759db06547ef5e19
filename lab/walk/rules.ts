import type { Pack } from '@clawback/model'

/** What a finding says beside its title. */
export interface RuleText {
  readonly description: string
  readonly falsePositives: readonly string[]
}

/** The words of a rule, from the plan of its pack; empty for probes that carry their own header. */
export function describeRule(packs: readonly Pack[], pack: string, id: string): RuleText {
  const plan = packs.find((one) => one.manifest.name === pack)?.plan
  const rule = plan?.rules.find((one) => one.id === id) ?? plan?.correlations.find((one) => one.id === id)
  return { description: rule?.description ?? '', falsePositives: rule?.falsePositives ?? [] }
}
