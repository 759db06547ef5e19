import type {
  Because,
  Coverage,
  EventRecord,
  Gap,
  Match,
  Verdict,
  VerdictBasis,
  VerdictCondition,
  VerdictLabel,
  VerdictPolicy,
} from '@clawback/model'

export interface AssessInput {
  readonly policy: VerdictPolicy
  /** Name of the policy's pack and its version, for the verdict; the policy's id alone otherwise. */
  readonly policyVersion?: string
  /** Id of the artifact. */
  readonly artifact: string
  readonly matches: readonly Match[]
  /** Gaps of the artifact and its engines, or gap records. */
  readonly gaps: readonly (Gap | EventRecord)[]
  readonly basis: VerdictBasis
  readonly coverage: Coverage
}

const refCap = 64

/**
 * What a policy says of one artifact: each condition that holds adds its weight once, and no match is counted under two
 * conditions (see {@link countOnce}); the label is the highest whose
 * threshold is reached. With a gap the policy names, what would be `benign` is `undetermined`.
 */
export function assess(input: AssessInput): Verdict {
  const { policy, artifact, matches, basis, coverage } = input
  const sorted = sortOf(matches)
  const reasons = countOnce(policy.conditions.flatMap((condition) => hold(condition, matches, sorted)))
  const score = Math.max(0, Math.min(100, reasons.reduce((sum, { weight }) => sum + weight, 0))) // prettier-ignore
  const material = materialGaps(policy, basis, [...input.gaps, ...coverage.gaps])
  const label = labelFor(score, policy, material.length > 0)
  const gap = label === 'undetermined' ? [becauseOf(material)] : []
  const spoke = input.policyVersion === undefined ? policy.id : `${policy.id}@${input.policyVersion}`
  return { artifact, label, score, basis, because: [...reasons, ...gap], coverage, policy: spoke }
}

function hold(condition: VerdictCondition, matches: readonly Match[], { kinds, kindOf }: Sorts): Because[] {
  const holds = kinds.map((match) => fits(condition, match))
  if (!holds.includes(true)) return []
  const refs = matches.filter((_, at) => holds[kindOf[at] as number]).map((match) => match.id)
  return [
    { condition: condition.id, weight: condition.weight, text: condition.text, refs: refs.slice(0, refCap) },
  ]
}

/** Matches by what conditions ask of them: an artifact has hundreds, of a few rules. */
interface Sorts {
  /** One match of each sort. */
  readonly kinds: readonly Match[]
  /** The sort of each match. */
  readonly kindOf: readonly number[]
}

function sortOf(matches: readonly Match[]): Sorts {
  const kinds: Match[] = []
  const numbers = new Map<string, number>()
  const kindOf = matches.map((match) => {
    const tags = match['rule.tags']?.join('\n') ?? ''
    const key = `${match['rule.id']}\0${match['rule.level']}\0${match['rule.type']}\0${tags}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, kinds.length)
    return kinds.push(match) - 1
  })
  return { kinds, kindOf }
}

/**
 * One thing that happened is one reason, however many tags its rule carries: a condition whose matches all count already
 * under a heavier one adds nothing. Conditions that speak for the artifact (negative weights) are left as they are.
 */
function countOnce(reasons: readonly Because[]): Because[] {
  const counted = new Set<string>()
  const kept = new Set<Because>()
  // Of equal weights the narrower comes first, so that what only the wider one saw still counts.
  const order = [...reasons].sort((a, b) => b.weight - a.weight || a.refs.length - b.refs.length)
  for (const reason of order) {
    if (reason.weight > 0 && reason.refs.every((ref) => counted.has(ref))) continue
    kept.add(reason)
    if (reason.weight > 0) for (const ref of reason.refs) counted.add(ref)
  }
  return reasons.filter((reason) => kept.has(reason))
}

/** All named properties hold for the match; a condition that names none holds for nothing. */
function fits({ rules, tags, levels, types }: VerdictCondition, match: Match): boolean {
  if (rules === undefined && tags === undefined && levels === undefined && types === undefined) return false
  const own = match['rule.tags'] ?? []
  return (
    (rules?.includes(match['rule.id']) ?? true) &&
    (tags?.some((tag) => own.includes(tag)) ?? true) &&
    (levels?.includes(match['rule.level']) ?? true) &&
    (types?.includes(match['rule.type']) ?? true)
  )
}

function labelFor(score: number, { thresholds }: VerdictPolicy, gap: boolean): VerdictLabel {
  if (score >= thresholds.malicious) return 'malicious'
  if (score >= thresholds.suspicious) return 'suspicious'
  return gap ? 'undetermined' : 'benign'
}

interface NamedGap {
  readonly reason: string
  readonly detail: string
  readonly id?: string
}

/** The gaps that forbid `benign`: material ones whose reason the policy names for this basis (`*`: every one). */
function materialGaps(
  policy: VerdictPolicy,
  basis: VerdictBasis,
  gaps: readonly (Gap | EventRecord)[],
): NamedGap[] {
  const named = policy.gaps[basis]
  return gaps.flatMap((gap) => {
    const found = nameGap(gap)
    return found !== undefined && (named.includes('*') || named.includes(found.reason)) ? [found] : []
  })
}

function nameGap(gap: Gap | EventRecord): NamedGap | undefined {
  if (!('schema' in gap)) return gap.material ? { reason: gap.reason, detail: gap.detail } : undefined
  if (gap['gap.material'] === false) return undefined
  return {
    reason: gap['gap.reason'] ?? '',
    detail: gap['gap.detail'] ?? '',
    id: gap.id,
  }
}

function becauseOf(gaps: readonly NamedGap[]): Because {
  const reasons = [...new Set(gaps.map(({ reason }) => reason))].sort()
  return {
    condition: 'gap',
    weight: 0,
    text: `Part of it could not be looked at: ${reasons.join(', ')}.`,
    refs: gaps.flatMap(({ id }) => (id === undefined ? [] : [id])).slice(0, refCap),
  }
}
