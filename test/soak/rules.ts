/**
 * A long fuzz of what reads rules and events: `scripts/soak rules [--inputs N] [--seed N] [--only NAME]`. Prints what came
 * of the inputs and the first failures, each with the seed that makes it again. Exit code 1 when a promise was broken.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { inspect, parseArgs } from 'node:util'
import { random } from '../bench/rules/random.js'
import { targets } from './targets.js'
import type { Target } from './targets.js'

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})
const inputs = Number(values.inputs)
const chosen = targets.filter(({ name }) => values.only === undefined || name.includes(values.only))
if (!(inputs > 0) || chosen.length === 0) {
  console.error(
    `soak: give --inputs above 0 and --only one of: ${targets.map(({ name }) => name).join(', ')}`,
  )
  process.exitCode = 2
} else for (const target of chosen) if (!soak(target, inputs, Number(values.seed))) process.exitCode = 1

/** Feeds a target; each input has a seed of its own, so that one can be fed again alone. */
function soak(target: Target, count: number, seed: number): boolean {
  const outcomes = new Map<string, number>()
  const failures: string[] = []
  const slowest = { ms: 0, seed: 0 }
  const started = performance.now()
  let told = started
  for (let i = 0; i < count && failures.length < 10; i++) {
    const input = target.make(random(seed + i))
    const began = performance.now()
    try {
      const outcome = target.feed(input)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    } catch (error) {
      failures.push(keep(target, seed + i, input, error))
    }
    const now = performance.now()
    if (now - began > slowest.ms) Object.assign(slowest, { ms: now - began, seed: seed + i })
    if (now - told > 10_000) {
      process.stderr.write(`${target.name}: ${i + 1} of ${count}\n`)
      told = now
    }
  }
  const said = [...outcomes].sort((a, b) => b[1] - a[1]).map(([name, times]) => `${times} ${name}`)
  console.log(
    `${target.name}: ${said.join(', ')}; ${failures.length} broke a promise; slowest ${slowest.ms.toFixed(0)} ms (seed ${slowest.seed}); ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  for (const failure of failures) console.log(`  ${failure}`)
  return failures.length === 0
}

function keep(target: Target, seed: number, input: unknown, error: unknown): string {
  mkdirSync('.out/soak', { recursive: true })
  const path = `.out/soak/${target.name.replaceAll(' ', '-')}-${seed}.txt`
  writeFileSync(
    path,
    `${inspect(error)}\n\n${typeof input === 'string' ? input : inspect(input, { depth: 20 })}\n`,
  )
  return `seed ${seed}: ${error instanceof Error ? error.message : String(error)} (${path}; it promises: ${target.promise})`
}
