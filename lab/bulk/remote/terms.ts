import { createHash } from 'node:crypto'
import { engineVersions, packageVersion } from '@clawback/analyzers'
import { canonicalJson } from '@clawback/model'
import type { Pack } from '@clawback/model'
import { keysOf } from '../keys.js'
import type { Keys } from '../keys.js'
import { plans } from '../plans.js'
import type { PlanName } from '../plans.js'
import { isCount, isText, membersOf } from './shape.js'

/** What a run agrees on with its workers: how to look, and by what versions, since results are kept under these keys. */
export interface Terms {
  readonly plan: PlanName
  /** Milliseconds for reading one artifact. */
  readonly readBudgetMs: number
  readonly keys: Keys
}

/** What decides what a process makes of the same bytes. */
export interface Versions {
  /** Package -> version. */
  readonly engines: Readonly<Record<string, string>>
  /** `name@version digest` of each pack, sorted. */
  readonly packs: readonly string[]
}

export function versionsOf(packs: readonly Pack[]): Versions {
  return {
    engines: {
      ...engineVersions(),
      '@clawback/sandbox': packageVersion('@clawback/sandbox'),
      'form of orders': '2',
    },
    packs: packs.map(({ manifest, digest }) => `${manifest.name}@${manifest.version} ${digest}`).sort(),
  }
}

/** Names the terms in 32 hexadecimal digits. */
export function nameTerms({ plan, readBudgetMs, keys }: Terms): string {
  return createHash('sha256').update(canonicalJson({ plan, readBudgetMs, keys })).digest('hex').slice(0, 32)
}

/** In what a worker differs from a run, each as a phrase; empty when it may take part. */
export function differences(run: Versions, worker: Versions, plan: PlanName): readonly string[] {
  const names = new Set([...Object.keys(run.engines), ...Object.keys(worker.engines)])
  if (!plans[plan].run) names.delete('@clawback/sandbox')
  const engines = [...names]
    .filter((name) => run.engines[name] !== worker.engines[name])
    .map((name) => `${name} is ${worker.engines[name] ?? 'missing'}, not ${run.engines[name] ?? 'missing'}`)
  const without = (a: readonly string[], b: readonly string[]): readonly string[] =>
    a.filter((pack) => !b.includes(pack)).map((pack) => pack.slice(0, 80))
  return [
    ...engines,
    ...without(run.packs, worker.packs).map((pack) => `it lacks the pack ${pack}`),
    ...without(worker.packs, run.packs).map((pack) => `it has the pack ${pack}, the run has not`),
  ]
}

/** Whether what this process would look up by is what the terms say. */
export function keepsTerms({ plan, readBudgetMs, keys }: Terms, packs: readonly Pack[]): boolean {
  return canonicalJson(keysOf(plan, packs, readBudgetMs)) === canonicalJson(keys)
}

/** Terms as they came over the wire; undefined when they are none. */
export function readTerms(value: unknown): Terms | undefined {
  const terms = membersOf(value)
  const keys = membersOf(terms?.['keys'])
  const { plan, readBudgetMs } = terms ?? {}
  const { reading, running, judging } = keys ?? {}
  if (typeof plan !== 'string' || !Object.hasOwn(plans, plan) || !isCount(readBudgetMs, 3_600_000))
    return undefined
  if (!isText(reading, 64) || !isText(running, 64) || !isText(judging, 64)) return undefined
  return { plan: plan as PlanName, readBudgetMs, keys: { reading, running, judging } }
}

/** Versions as they came over the wire; undefined when they are none. */
export function readVersions(value: unknown): Versions | undefined {
  const versions = membersOf(value)
  const engines = membersOf(versions?.['engines'])
  const packs = versions?.['packs']
  if (engines === undefined || !Array.isArray(packs) || packs.length > 1_000) return undefined
  const entries = Object.entries(engines)
  if (entries.length > 100 || !entries.every(([name, version]) => isText(name, 100) && isText(version, 100)))
    return undefined
  if (!packs.every((pack) => isText(pack, 300))) return undefined
  return { engines: engines as Versions['engines'], packs }
}
