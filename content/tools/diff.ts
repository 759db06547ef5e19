import type { Pack, PlanHeader, RuleLevel } from '@clawback/model'

/** What changed from one version of a pack to the next, and the version step that calls for. */
export interface PackDiff {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Rules whose meaning changed, with what. */
  readonly changed: readonly { readonly rule: string; readonly what: readonly string[] }[]
  /** Lists, probes, baselines, policies and responses that differ, by name. */
  readonly content: readonly string[]
  /** major: something stops being found or weighs less. minor: something new is found. patch: the rest. */
  readonly step: 'none' | 'patch' | 'minor' | 'major'
}

const order: readonly RuleLevel[] = ['informational', 'low', 'medium', 'high', 'critical']

/** Compares two loaded packs, rule by rule. */
export function diffPacks(before: Pack, after: Pack): PackDiff {
  const old = headers(before)
  const now = headers(after)
  const added = [...now.keys()].filter((id) => !old.has(id))
  const removed = [...old.keys()].filter((id) => !now.has(id))
  let weaker = removed.length > 0
  const changed = [...now].flatMap(([id, rule]) => {
    const was = old.get(id)
    const what = was === undefined ? [] : differences(was, rule)
    if (was !== undefined && order.indexOf(rule.level) < order.indexOf(was.level)) weaker = true
    if (was !== undefined && rule.response < was.response) weaker = true
    return what.length === 0 ? [] : [{ rule: id, what }]
  })
  const content = memberChanges(before, after)
  const some = added.length + changed.length + content.length > 0
  const step = weaker ? 'major' : added.length > 0 ? 'minor' : some ? 'patch' : 'none'
  return { added, removed, changed, content, step }
}

function headers({ plan }: Pack): ReadonlyMap<string, PlanHeader> {
  return new Map([...plan.rules, ...plan.correlations].map((rule) => [rule.id, rule]))
}

function differences(was: PlanHeader, now: PlanHeader): string[] {
  const what: string[] = []
  if (was.hash !== now.hash) what.push('logic')
  for (const name of ['title', 'level', 'type', 'response', 'mode', 'status'] as const)
    if (was[name] !== now[name]) what.push(name)
  if (was.tags.join(' ') !== now.tags.join(' ')) what.push('tags')
  return what
}

function memberChanges(before: Pack, after: Pack): string[] {
  const digests = (pack: Pack): ReadonlyMap<string, string> =>
    new Map(
      pack.manifest.members
        .filter(({ type }) => ['list', 'probe', 'baseline', 'policy', 'responses'].includes(type))
        .map(({ path, sha256 }) => [path, sha256]),
    )
  const [old, now] = [digests(before), digests(after)]
  return [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path)).sort()
}
