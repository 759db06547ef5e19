import type { Pack, Plan, ResponseLevel } from '@clawback/model'
import type { Lists } from './match/tests.js'

/** What rules can be taken from: a verified pack, or a bare plan of the program's own. */
export type RuleSource = Pack | Plan

/** A rule source with its name, the highest response it may ask for, and its lists. */
export interface NamedSource {
  readonly name: string
  readonly version: string
  readonly most: ResponseLevel
  readonly plan: Plan
  readonly lists: Lists
  /** Its rules were checked when they were built. */
  readonly pinned: boolean
}

/**
 * Names a source. A pack may ask for what its signer is trusted with; an unsigned pack alerts and asks for nothing; a
 * bare plan is the program's own word.
 */
export function nameSource(source: RuleSource): NamedSource | undefined {
  if (!isObject(source) || !('format' in source || (isObject(source.manifest) && isObject(source.plan))))
    return undefined
  if ('format' in source)
    return { name: 'plan', version: '0.0.0', most: 6, plan: source, lists: {}, pinned: false }
  const { manifest, plan, lists, signer, pinned = false } = source
  return { name: manifest.name, version: manifest.version, most: signer?.level ?? 0, plan, lists, pinned }
}

/** Sources of a program without types may be anything. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
