import { build } from 'esbuild'
import { createEvaluator, loadPack } from '@clawback/evaluator'
import { buildPack, generateKey, trust } from '@clawback/pack-tools'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseEvents, checkout, pack, program, ruleModule } from '../tools/evaluator-app.js'
import type { Outcome } from '../tools/evaluator-app.js'

/** Both come as packages with the binary in an optional dependency; that of bun is put in place by its script alone. */
const runtimes = { deno: '2.9.6', bun: '1.4.5' }
/** Deno is given no permission at all: it may read the program and print, nothing else. */
const commands = [
  ['deno', ['run', '--no-prompt', '--no-remote', '--no-npm', '--no-config']],
  ['bun', ['run', '--no-install']],
  ['node', ['--disallow-code-generation-from-strings']],
] as const

const main = `import { run } from './program.js'
import { job } from './job.js'
console.log(JSON.stringify(await run(job.key, job.events, Uint8Array.from(job.pack))))
`

// Fetched like any package: without network there is nothing to run it in.
describe.skipIf(process.env['CLAWBACK_NETWORK'] === undefined)(
  'the evaluator in other runtimes (skipped unless CLAWBACK_NETWORK=1: they are fetched)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'runtimes-'))
    const events = caseEvents()
    let expected: unknown

    beforeAll(async () => {
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
      const wanted = Object.entries(runtimes).map(([name, version]) => `${name}@${version}`)
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], {
        cwd: folder,
        stdio: 'pipe',
      })
      execFileSync(process.execPath, ['install.js'], { cwd: join(folder, 'node_modules/bun'), stdio: 'pipe' })
      const signer = await generateKey()
      const key = trust(signer, 3)
      const { bytes } = await buildPack(pack, { signKey: signer })
      const evaluator = createEvaluator([await loadPack(bytes, [key])])
      expected = JSON.parse(JSON.stringify(events.flatMap((event) => evaluator.evaluate(event))))
      for (const [name, text] of Object.entries({
        'rules.ts': ruleModule(),
        'program.js': program,
        'job.js': `export const job = ${JSON.stringify({ key, events, pack: [...bytes] })}`,
        'main.js': main,
      }))
        writeFileSync(join(folder, name), text)
      await build({
        entryPoints: [join(folder, 'main.js')],
        nodePaths: [join(checkout, 'node_modules')],
        bundle: true,
        format: 'esm',
        outfile: join(folder, 'app.js'),
        conditions: ['@clawback/source'],
      })
    }, 240_000)
    afterAll(() => {
      rmSync(folder, { recursive: true })
    })

    test.each(commands)('%s: verifies, refuses what was spoilt, says what Node says', (name, args) => {
      const file = name === 'node' ? process.execPath : join(folder, 'node_modules/.bin', name)
      const said = execFileSync(file, [...args, 'app.js'], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
      const outcome = JSON.parse(said) as Outcome
      expect(outcome).toMatchObject({
        alerts: expected,
        generated: ['r1'],
        stats: { failed: 0, skipped: [] },
      })
      expect(outcome.alerts.length).toBeGreaterThan(5)
      expect(outcome.refused).toMatch(/^PACK_(UNTRUSTED|INVALID)$/)
    })
  },
)
