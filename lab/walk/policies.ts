import { assess } from '@clawback/evaluator'
import type { Artifact, Coverage, Match, Pack, Verdict, VerdictBasis, VerdictLabel } from '@clawback/model'

interface Question {
  readonly packs: readonly Pack[]
  readonly artifact: Artifact
  readonly matches: readonly Match[]
  readonly coverage: Coverage
  readonly basis: VerdictBasis
}

const order: readonly VerdictLabel[] = ['benign', 'undetermined', 'suspicious', 'malicious']

/** Asks every policy of every pack; the gravest answer stands. Without a policy nothing can be said. */
export function judgeByPolicies(question: Question): Verdict {
  const { artifact, matches, coverage, basis } = question
  const verdicts = question.packs.flatMap((pack) =>
    pack.policies.map((policy) =>
      assess({
        policy,
        policyVersion: `${pack.manifest.name}@${pack.manifest.version}`,
        artifact: artifact.id,
        matches,
        gaps: artifact.gaps,
        basis,
        coverage,
      }),
    ),
  )
  const [first = silent(question), ...rest] = verdicts
  return rest.reduce((worst, verdict) => (graver(verdict, worst) ? verdict : worst), first)
}

function graver(a: Verdict, b: Verdict): boolean {
  const step = order.indexOf(a.label) - order.indexOf(b.label)
  return step > 0 || (step === 0 && a.score > b.score)
}

function silent(question: Question): Verdict {
  const { artifact, coverage, basis } = question
  return {
    artifact: artifact.id,
    label: 'undetermined',
    score: 0,
    basis,
    because: [],
    coverage,
    policy: 'none',
  }
}
