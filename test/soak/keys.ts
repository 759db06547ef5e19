/**
 * Memory of a correlation through millions of distinct keys: `scripts/soak keys [--keys N]`. The live heap is taken after a
 * full collection at ten points; exit code 1 when it still grows after the bound of groups was reached.
 */
import { createEvaluator } from '@clawback/evaluator'
import { parseArgs } from 'node:util'
import { countOf } from '../bench/rules/counted.js'

const { values } = parseArgs({ options: { keys: { type: 'string', default: '10000000' } } })
const keys = Number(values.keys)
const collect = (globalThis as { gc?: () => void }).gc
if (!(keys >= 1_000_000) || collect === undefined) {
  console.error('soak: give --keys of at least 1000000, and run it through scripts/soak (node --expose-gc)')
  process.exitCode = 2
} else process.exitCode = soak(keys, collect) ? 0 : 1

function soak(count: number, collectAll: () => void): boolean {
  const evaluator = createEvaluator(countOf('1d', 2), {
    logsource: () => ({ product: 'agent' }),
    timeOf: (event) => event['t'] as number,
  })
  const heaps: number[] = []
  const started = performance.now()
  for (let i = 1; i <= count; i++) {
    evaluator.evaluate({ id: `e${i}`, what: 'x', who: `somebody-${i}`, t: i })
    if (i % (count / 10) !== 0) continue
    collectAll()
    // Most of a quiet group lies outside of the heap.
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    const megabytes = (heapUsed + arrayBuffers) / 1e6
    heaps.push(megabytes)
    const { groups, evicted } = evaluator.stats()
    console.log(`${i} keys: ${megabytes.toFixed(1)} MB live, ${groups} groups, ${evicted} evicted`)
  }
  const { groups, evicted, failed } = evaluator.stats()
  const [first = 0] = heaps
  const most = Math.max(...heaps)
  const holds = groups === 100_000 && evicted === count - groups && failed === 0 && most < 1.1 * first
  console.log(
    `${holds ? 'stays at the bound' : 'does NOT stay at the bound'}: ${first.toFixed(1)} to at most ${most.toFixed(1)} MB, ${((performance.now() - started) / 1000).toFixed(0)} s`,
  )
  return holds
}
