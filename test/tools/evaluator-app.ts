/**
 * A small product around the evaluator: it verifies a pack, refuses a spoilt one, applies it to the cases of the pack,
 * and asks a generated rule. Run where the evaluator says it runs.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileRules, emitModule } from 'sigma-to-ts'
import { parse } from 'yaml'

export const checkout = join(import.meta.dirname, '../..')
export const pack = join(checkout, 'content/packs/agent-runtime-core')

/** Exports `run(key, events, bytes of the pack)`: what the product does, the same everywhere. */
export const program = `
import { createEvaluator, loadPack } from '@clawback/evaluator'
import { rules } from './rules.js'
export async function run(key, events, bytes) {
  const spoilt = bytes.slice()
  spoilt[spoilt.length >> 1] ^= 1
  const refused = await loadPack(spoilt, [key]).then(() => 'loaded', (error) => error.code)
  const evaluator = createEvaluator([await loadPack(bytes, [key])])
  const alerts = events.flatMap((event) => evaluator.evaluate(event))
  const generated = rules.filter(({ matches }) => matches({ 'file.path': '/home/u/.AWS/credentials' })).map(({ id }) => id)
  return { alerts, refused, generated, stats: evaluator.stats() }
}
`

const rule = `title: Reads cloud credentials
id: r1
logsource: {category: file}
detection: {s: {file.path|endswith: '/.aws/credentials'}, condition: s}
`

/** The module that `program` imports as `./rules.js`. */
export function ruleModule(): string {
  return emitModule(compileRules([{ path: 'r.yml', text: rule }]).plan).text
}

/** What `run` gives. */
export interface Outcome {
  readonly alerts: readonly unknown[]
  readonly refused: string
  readonly generated: readonly string[]
  readonly stats: unknown
}

/** Live events made of the records of the pack's cases. */
export function caseEvents(): Record<string, unknown>[] {
  interface Case {
    readonly records: readonly Record<string, unknown>[]
  }
  const files = readdirSync(join(pack, 'cases')).sort()
  const cases = files.flatMap((file) => {
    const { positive, negative } = parse(readFileSync(join(pack, 'cases', file), 'utf8')) as {
      positive: Case[]
      negative: Case[]
    }
    return [...positive, ...negative]
  })
  const records = cases.flatMap((one) => one.records)
  return records.map((fields, i) => ({
    schema: 'clawback/1',
    id: `e${i}`,
    stage: 'live',
    time: new Date(1.79e12 + 1000 * i).toISOString(),
    'source.engine': 'hooks',
    ...fields,
  }))
}
