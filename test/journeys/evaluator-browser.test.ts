import { build } from 'esbuild'
import { createEvaluator, loadPack } from '@clawback/evaluator'
import { buildPack, generateKey, trust } from '@clawback/pack-tools'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { browserPath, openBrowser } from '../tools/browser.js'
import { caseEvents, checkout, pack, program, ruleModule } from '../tools/evaluator-app.js'
import type { Outcome } from '../tools/evaluator-app.js'

const fetching = `const packBytes = async () => new Uint8Array(await (await fetch('/pack')).arrayBuffer())
`
/** The page works by itself: what a test tool asks of a page runs outside its policy. */
const page = `import { run } from './program.js'
${fetching}const { key, events } = await (await fetch('/job')).json()
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
globalThis.result = { code: codeFromStrings(), page: await run(key, events, await packBytes()), worker: await inWorker() }
`
const worker = `import { run } from './program.js'
${fetching}globalThis.onmessage = async ({ data }) => globalThis.postMessage(await run(data.key, data.events, await packBytes()))
`
/** Nothing but our own scripts: no code from strings, nothing inline, no other address. */
const policy =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"

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
    for (const [name, text] of Object.entries({
      'rules.ts': ruleModule(),
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
