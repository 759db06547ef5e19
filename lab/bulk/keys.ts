import { createHash } from 'node:crypto'
import { defaultLimits, engineVersions, packageVersion } from '@clawback/analyzers'
import { canonicalJson } from '@clawback/model'
import type { Pack } from '@clawback/model'
import { plans } from './plans.js'
import type { PlanName } from './plans.js'

/** What an observation and a judgement were made with. With the artifact's digest each names one result. */
export interface Keys {
  /** Engines, their bounds, and the probes of the packs. */
  readonly reading: string
  /** Sandbox and plan; `none` when nothing is run. */
  readonly running: string
  /** The packs, rules and policies and all. */
  readonly judging: string
}

export function keysOf(plan: PlanName, packs: readonly Pack[], readBudgetMs: number): Keys {
  const { engines, run } = plans[plan]
  const probes = packs.flatMap((pack) => pack.probes)
  return {
    reading: digest({ versions: engineVersions(), limits: defaultLimits, readBudgetMs, engines, probes }),
    running: run ? digest({ plan, sandbox: packageVersion('@clawback/sandbox') }) : 'none',
    judging: digest(packs.map((pack) => pack.digest).sort()),
  }
}

function digest(value: unknown): string {
  // Through JSON first: what is undefined says nothing.
  const text = canonicalJson(JSON.parse(JSON.stringify(value)))
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
