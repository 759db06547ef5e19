import { build } from 'esbuild'
import { createEvaluator, loadPack } from '@clawback/evaluator'
import { buildPack, generateKey, trust } from '@clawback/pack-tools'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileRules, emitModule } from 'sigma-to-ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openBrowser } from '../tools/browser.js'

const checkout = join(import.meta.dirname, '../..')
const pack = join(checkout, 'content/packs/agent-runtime-core')

/** What the page and the worker do: verify the pack, apply it, ask a generated rule. */
const program = `
import { createEvaluator, loadPack } from '@clawback/evaluator'
import { rules } from './rules.js'
export async function run(key, events) {
  const bytes = new Uint8Array(await (await fetch('/pack')).arrayBuffer())
  const spoilt = bytes.slice()
  spoilt[spoilt.length >> 1] ^= 1
  const refused = await loadPack(spoilt, [key]).then(() => 'loaded', (error) => error.code)
  const evaluator = createEvaluator([await loadPack(bytes, [key])])
  const alerts = events.flatMap((event) => evaluator.evaluate(event))
  const generated = rules.filter(({ matches }) => matches({ 'file.path': '/home/u/.AWS/credentials' })).map(({ id }) => id)
  return { alerts, refused, generated, stats: evaluator.stats() }
}
`
/** The page works by itself: what a test tool asks of a page runs outside its policy. */
const page = `import { run } from './program.js'
const { key, events } = await (await fetch('/job')).json()
const inWorker = () => new Promise((resolve, reject) => {
  const url = globalThis.trustedTypes?.createPolicy('worker', { createScriptURL: (text) => text }).createScriptURL('/worker.js')
  const worker = new Worker(url ?? '/worker.js', { type: 'module' })
  worker.onmessage = ({ data }) => resolve(data)
  worker.onerror = ({ message }) => reject(new Error(message))
  worker.postMessage({ key, events })
})
const codeFromStrings = () => {
  try {
    return String((0, eval)('1 + 1'))
  } catch (error) {
    return error.name
  }
}
globalThis.result = { code: codeFromStrings(), page: await run(key, events), worker: await inWorker() }
`
const worker = `import { run } from './program.js'
globalThis.onmessage = async ({ data }) => globalThis.postMessage(await run(data.key, data.events))
`
const rule = `title: Reads cloud credentials
id: r1
logsource: {category: file}
detection: {s: {file.path|endswith: '/.aws/credentials'}, condition: s}
`
/** Nothing but our own scripts: no code from strings, nothing inline, no other address. */
const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"

interface Outcome {
  readonly alerts: readonly unknown[]
  readonly refused: string
  readonly generated: readonly string[]
  readonly stats: unknown
}

function caseEvents(): Record<string, unknown>[] {
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

// Without a browser on the machine there is nothing to run; scripts/test installs one.
describe.skipIf(browserPath === undefined)('the evaluator in a browser under a strict policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'))
  const events = caseEvents()
  const problems: string[] = []
  let key: ReturnType<typeof trust>
  let bytes: Uint8Array
  let server: Server
  let browser: Browser
  let tab: Page
  let result: { readonly code: string; readonly page: Outcome; readonly worker: Outcome }

  beforeAll(async () => {
    const signer = await generateKey()
    key = trust(signer, 3)
    bytes = (await buildPack(pack, { signKey: signer })).bytes
    const { plan } = compileRules([{ path: 'r.yml', text: rule }])
    for (const [name, text] of Object.entries({
      'rules.ts': emitModule(plan).text,
      'program.js': program,
      'page.js': page,
      'worker.js': worker,
    }))
      writeFileSync(join(folder, name), text)
    const { outputFiles } = await build({
      entryPoints: ['page.js', 'worker.js'].map((name) => join(folder, name)),
      nodePaths: [join(checkout, 'node_modules')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      outdir: folder,
      conditions: ['@clawback/source'],
    })
    const scripts = new Map(outputFiles.map(({ path, contents }) => [path.slice(folder.length), contents]))
    server = createServer((request, response) => {
      const path = request.url ?? ''
      const script = scripts.get(path)
      response.setHeader('content-security-policy', policy)
      if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script)
      else if (path === '/pack') response.end(bytes)
      else if (path === '/job') response.end(JSON.stringify({ key, events }))
      else if (path === '/')
        response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>')
      else response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    browser = await openBrowser()
    tab = await browser.newPage()
    tab.on('pageerror', (error) => problems.push(error.message))
    tab.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    // The policy forbids the polling of waitForFunction, so the result is asked for until it is there.
    await vi.waitUntil(() => tab.evaluate(() => 'result' in globalThis), { timeout: 30_000 })
    result = await tab.evaluate(() => (globalThis as unknown as { result: typeof result }).result)
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    server.close()
    rmSync(folder, { recursive: true })
  })

  test('the policy is in force: code from strings is refused', () => {
    expect(result.code).toBe('EvalError')
  })

  test.each(['page', 'worker'] as const)(
    'in a %s: verifies, refuses what was spoilt, says what Node says',
    async (where) => {
      const evaluator = createEvaluator([await loadPack(bytes, [key])])
      const expected = events.flatMap((event) => evaluator.evaluate(event))
      expect(expected.length).toBeGreaterThan(5)
      expect(result[where]).toMatchObject({
        alerts: JSON.parse(JSON.stringify(expected)) as unknown,
        generated: ['r1'],
        stats: { failed: 0, skipped: [] },
      })
      expect(result[where].refused).toMatch(/^PACK_(UNTRUSTED|INVALID)$/)
      // Only the one attempt to make code from strings is complained of.
      expect(problems).toEqual([expect.stringMatching(/TrustedScript|unsafe-eval/)])
    },
  )
})
