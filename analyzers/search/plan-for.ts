import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { planSearches } from './plan.js'
import type { Sharing, SearchPlan } from './plan.js'

/** Where the build keeps the plans of the packs that are built in, by {@link planName}. */
export const plansFolder: URL = new URL('./plans/', import.meta.url)

/** What a plan is kept under: it is of these patterns and no others. */
export function planName(sources: readonly string[]): string {
  return `${createHash('sha256').update(JSON.stringify(sources)).digest('hex')}.json`
}

/** The plan of a list of patterns: read where the build left one, else worked out, which takes a third of a second. */
export function planFor(sources: readonly string[]): SearchPlan {
  try {
    const kept = readFileSync(new URL(planName(sources), plansFolder), 'utf8')
    const plan = JSON.parse(kept) as Sharing | null
    return plan?.patterns.length === sources.length ? { ...plan, sources } : planSearches(sources)
  } catch {
    return planSearches(sources)
  }
}
