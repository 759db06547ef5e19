/**
 * How long a folder of Sigma rules takes to a plan, in a process of its own each time, as the command line pays it:
 * `npm run build && taskset -c 0 node --import tsx test/bench/rules/compile.ts --mirror DIR [--folder rules] [--times N]`,
 * beside the YAML parser alone over the same bytes.
 */
import { compileRules } from 'sigma-to-ts'
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { parseAllDocuments } from 'yaml'
import { sigmaFiles } from './mirror.js'

const { values } = parseArgs({
  options: {
    mirror: { type: 'string' },
    folder: { type: 'string' },
    times: { type: 'string', default: '7' },
    one: { type: 'string' },
  },
})

const works: Readonly<Record<string, (files: ReturnType<typeof sigmaFiles>) => number>> = {
  compile: (files) => compileRules(files).plan.rules.length,
  'yaml alone': (files) => files.map(({ text }) => parseAllDocuments(text)).length,
}

if (values.mirror === undefined) console.log('skipped, no --mirror DIR')
else if (values.one === undefined) compare(Number(values.times))
else once(works[values.one], values.mirror)

function once(work: (typeof works)[string] | undefined, mirror: string): void {
  if (work === undefined) throw new Error(`--one is one of ${Object.keys(works).join(', ')}`)
  const files = sigmaFiles(mirror, values.folder)
  const started = performance.now()
  const rules = work(files)
  console.log(JSON.stringify({ ms: performance.now() - started, rules }))
}

function compare(times: number): void {
  const found = new Map(Object.keys(works).map((name) => [name, [] as number[]]))
  let rules = 0
  for (let time = 0; time < times; time++)
    for (const [name, all] of found) {
      const args = [...process.execArgv, ...process.argv.slice(1), '--one', name]
      const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      const one = JSON.parse(stdout) as { readonly ms: number; readonly rules: number }
      all.push(one.ms)
      if (name === 'compile') rules = one.rules
    }
  console.log(
    `${rules} rules, ${times} processes each, machine ${cpus()[0]?.model ?? '?'}, Node ${process.version}`,
  )
  for (const [name, all] of found) {
    all.sort((a, b) => a - b)
    console.log(`${name}: best ${seconds(all[0])} s, median ${seconds(all[all.length >> 1])} s`)
  }
}

function seconds(ms: number | undefined): string {
  return ((ms ?? NaN) / 1000).toFixed(2)
}
