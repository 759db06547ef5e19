import type { Pack } from '@clawback/model'

/** What a finding says beside its title. */
export interface RuleText {
  readonly description: string
  readonly falsePositives: readonly string[]
  readonly fix?: string
  /** What rules that belong together have in common: the file of the rule without its ending. */
  readonly group: string
}

/** Rules that probes carry in their own header. */
const probeGroup = 'probes'

/** The words of a rule, from the plan of its pack; empty for probes that carry their own header. */
export function describeRule(packs: readonly Pack[], pack: string, id: string): RuleText {
  const plan = packs.find((one) => one.manifest.name === pack)?.plan
  const rule = plan?.rules.find((one) => one.id === id) ?? plan?.correlations.find((one) => one.id === id)
  if (rule === undefined) return { description: '', falsePositives: [], group: probeGroup }
  const { description, falsePositives, fix, source } = rule
  return { description, falsePositives, ...(fix === undefined ? {} : { fix }), group: groupOf(source) }
}

/** Pack and group of every rule that can make a finding, in order of name. */
export function ruleGroups(
  packs: readonly Pack[],
): readonly { readonly pack: string; readonly group: string }[] {
  const all = packs.flatMap(({ manifest, plan, probes }) => [
    ...[...plan.rules, ...plan.correlations]
      .filter((rule) => rule.type !== 'capability' && rule.alerts)
      .map((rule) => `${manifest.name}\n${groupOf(rule.source)}`),
    ...probes
      .filter(({ rule }) => rule !== undefined && rule.type !== 'capability')
      .map(() => `${manifest.name}\n${probeGroup}`),
  ])
  return [...new Set(all)].sort().map((key) => {
    const [pack = '', group = ''] = key.split('\n')
    return { pack, group }
  })
}

/** `rules/theft.yml:12` -> `theft`. */
function groupOf(source: string): string {
  return source
    .replace(/:\d+$/, '')
    .replace(/^.*\//, '')
    .replace(/\.ya?ml$/, '')
}
