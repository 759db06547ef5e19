/**
 * Memory and time of a process of its own that loads a plan and applies it: `npm run build && node --import tsx
 * test/bench/rules/memory.ts [--mirror DIR]`, beside a bare process that only imports the evaluator.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RuleFile } from 'sigma-to-ts'
import { compileRules } from 'sigma-to-ts'
import { linesOf } from './lanes.js'
import { sigmaFiles } from './mirror.js'
import { agentEvents, rulesOf } from './synthetic.js'

const { values } = parseArgs({ options: { mirror: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'memory-'))
const evaluator = join(import.meta.dirname, '../../../content/evaluator/dist/index.js')

/** Run by itself, so that nothing of the compiler is in its memory. */
const program = `
import { readFileSync } from 'node:fs'
import { createEvaluator } from ${JSON.stringify(evaluator)}
const [, , plan, event] = process.argv
if (plan !== undefined) {
  const read = JSON.parse(readFileSync(plan, 'utf8'))
  const started = performance.now()
  const ev = createEvaluator(read, { logsource: (one) => one.kind === undefined ? one : { product: 'agent', category: one.kind.split('.')[0] } })
  const ready = performance.now() - started
  ev.evaluate(JSON.parse(readFileSync(event, 'utf8')))
  console.log(JSON.stringify({ rules: ev.stats().rules, ready, first: performance.now() - started, rss: process.memoryUsage().rss }))
} else console.log(JSON.stringify({ rules: 0, ready: 0, first: 0, rss: process.memoryUsage().rss }))
`

interface Measured {
  readonly rules: number
  readonly ready: number
  readonly first: number
  readonly rss: number
}

writeFileSync(join(folder, 'program.mjs'), program)
const bare = measure()
console.log(`a bare process with the evaluator imported: ${megabytes(bare.rss)} MB`)
told('pack of 100 rules', rulesOf(100, 1), agentEvents(1, 2)[0] ?? '')
if (values.mirror === undefined) console.log('sigmahq: skipped, no --mirror DIR')
else told('sigmahq', sigmaFiles(values.mirror), linesOf('structured', 1, 20)[0] ?? '')
rmSync(folder, { recursive: true })

function told(name: string, files: readonly RuleFile[], event: string): void {
  const { plan } = compileRules(files)
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan))
  writeFileSync(join(folder, 'event.json'), event)
  const { rules, ready, first, rss } = measure(join(folder, 'plan.json'), join(folder, 'event.json'))
  console.log(
    `${name}: ${rules} rules, ready ${ready.toFixed(1)} ms, first event after ${first.toFixed(1)} ms, ${megabytes(rss)} MB (${megabytes(rss - bare.rss)} added, plan included)`,
  )
}

function measure(...args: readonly string[]): Measured {
  const { stdout } = spawnSync(process.execPath, [join(folder, 'program.mjs'), ...args], { encoding: 'utf8' })
  return JSON.parse(stdout) as Measured
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}
