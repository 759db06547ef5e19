import type { Pack, Plan, ResponseLevel } from '@clawback/model'

/**
 * Lowers every response to what the key may grant (0 without a key: alert only), and leaves out rules that need a
 * capability this evaluator has not. Both are said in the pack.
 */
export function limitPack(pack: Pack, capabilities: readonly string[] | undefined): Pack {
  const level = pack.signer?.level ?? 0
  const limited: string[] = []
  const lower = <Item extends object>(id: string, asked: ResponseLevel, item: Item, name: string): Item => {
    if (asked <= level) return item
    if (!limited.includes(id)) limited.push(id)
    return { ...item, [name]: level }
  }
  const { plan, missing } = withoutMissing(pack.plan, capabilities)
  return {
    ...pack,
    plan: {
      ...plan,
      rules: plan.rules.map((rule) => lower(rule.id, rule.response, rule, 'response')),
      correlations: plan.correlations.map((rule) => lower(rule.id, rule.response, rule, 'response')),
    },
    responses: pack.responses.map((policy) => ({
      ...policy,
      entries: policy.entries.map((entry) => lower(policy.id, entry.level, entry, 'level')),
    })),
    skipped: [...pack.skipped, ...missing.map((id) => `rule:${id}`)],
    limited,
  }
}

/** A correlation falls with any rule it rests on. */
function withoutMissing(
  plan: Plan,
  capabilities: readonly string[] | undefined,
): { readonly plan: Plan; readonly missing: readonly string[] } {
  if (capabilities === undefined) return { plan, missing: [] }
  const able = new Set(capabilities)
  const out = new Set(
    [...plan.rules, ...plan.correlations]
      .filter((rule) => rule.requires.some((capability) => !able.has(capability)))
      .map((rule) => rule.id),
  )
  for (let before = -1; before !== out.size;) {
    before = out.size
    for (const rule of plan.correlations) if (rule.rules.some((id) => out.has(id))) out.add(rule.id)
  }
  return {
    plan: {
      ...plan,
      rules: plan.rules.filter((rule) => !out.has(rule.id)),
      correlations: plan.correlations.filter((rule) => !out.has(rule.id)),
    },
    missing: [...out],
  }
}
