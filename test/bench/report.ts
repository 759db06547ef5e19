/**
 * The report of ten thousand artifacts in a real browser: how long until the first view and the whole table are there,
 * how long a search takes, and how large the files are.
 * `npx tsx --conditions=@clawback/source test/bench/report.ts [ARTIFACTS] [REPEATS]` (after `npm run build`)
 */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openStore } from '@clawback/lab'
import { openBrowser } from '../tools/browser.js'
import { fillStore } from '../../lab/testing/report-store.js'
import { startServe } from '../tools/serve-report.js'

const [artifacts = 10_000, repeats = 5] = process.argv.slice(2).map(Number)
const folder = join('.out', `report-store-${artifacts}`)
const file = join(folder, 'store.sqlite')
if (!existsSync(file)) {
  await mkdir(folder, { recursive: true })
  const store = await openStore(file)
  await fillStore(store, { artifacts })
  await store.close()
}

/** Milliseconds from one thing to another inside of the page. */
interface Figures {
  readonly firstView: number
  readonly wholeTable: number
  readonly searches: readonly number[]
  readonly sort: number
  readonly artifact: number
}

const browser = await openBrowser()
const measured: Figures[] = []
for (let at = 0; at < repeats; at++) {
  // A server of its own for each repeat: the tables are read from the file, nothing is kept from before.
  const server = await startServe(['--store', folder])
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  measured.push(await measure(page, server.url))
  await page.close()
  await server.stop()
}
await browser.close()

const best = (pick: (one: Figures) => number): string => Math.min(...measured.map(pick)).toFixed(0)
const worst = (pick: (one: Figures) => number): string => Math.max(...measured.map(pick)).toFixed(0)
const line = (name: string, pick: (one: Figures) => number): void =>
  console.log(`${name.padEnd(44)} best ${best(pick).padStart(6)} ms  worst ${worst(pick).padStart(6)} ms`)
console.log(
  `${artifacts} artifacts, ${repeats} repeats, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
)
line('first view (distributions and first rows)', (one) => one.firstView)
line('whole table and hosts loaded', (one) => one.wholeTable)
line('search, from key to drawn (slowest word)', (one) => Math.max(...one.searches))
line('sort by another column, to drawn', (one) => one.sort)
line('an artifact opens', (one) => one.artifact)

async function measure(page: Page, url: string): Promise<Figures> {
  const began = performance.now()
  await page.goto(url)
  await page.locator('[role=grid] .rows [role=row]').first().waitFor()
  const firstView = performance.now() - began
  await page.locator('[role=grid][aria-busy=false]').waitFor()
  const wholeTable = performance.now() - began
  const searches: number[] = []
  for (const words of [
    'm',
    'ma',
    'mailer',
    'rule:rule-7',
    'host:host-12',
    'mailer can:net verdict:malicious',
    '',
  ])
    searches.push(await page.evaluate(typed, words))
  const sort = await page.evaluate(clicked, '[role=columnheader]:nth-child(3) button')
  const opening = performance.now()
  await page.locator('.grid .name a').first().click()
  await page.getByRole('heading', { name: 'Findings' }).waitFor()
  return { firstView, wholeTable, searches, sort, artifact: performance.now() - opening }
}

/** Runs in the page: puts words into the search and gives the time until they are drawn. */
async function typed(words: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('.search input')
  const began = performance.now()
  if (input !== null) input.value = words
  input?.dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
  return performance.now() - began
}

async function clicked(selector: string): Promise<number> {
  const began = performance.now()
  document.querySelector<HTMLElement>(selector)?.click()
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
  return performance.now() - began
}
