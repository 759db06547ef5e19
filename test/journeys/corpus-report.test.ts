import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { openStore } from '@clawback/lab'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillStore, idOf, payloads } from '../../lab/testing/report-store.js'
import { browserPath, openBrowser } from '../tools/browser.js'
import { startServe } from '../tools/serve-report.js'
import type { Served } from '../tools/serve-report.js'
import { accessibilityOf, watchPage } from '../tools/watch-page.js'
import type { Watched } from '../tools/watch-page.js'

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
const clawback = (...args: readonly string[]): Promise<unknown> =>
  promisify(execFile)(process.execPath, [
    '--conditions=@clawback/source',
    '--import',
    'tsx',
    program,
    ...args,
  ])

let folder = ''
let served: Served
const servers: Served[] = []
async function serve(...options: readonly string[]): Promise<Served> {
  const server = await startServe(options)
  servers.push(server)
  return server
}
beforeAll(async () => {
  await mkdir('.out/screenshots', { recursive: true })
  folder = await mkdtemp(join(tmpdir(), 'corpus-report-'))
  for (const [name, texts] of [
    ['plain', undefined],
    ['hostile', payloads],
  ] as const) {
    const store = await openStore(join(folder, name, 'store.sqlite'))
    await fillStore(store, { artifacts: 180, ...(texts === undefined ? {} : { texts }) })
    await store.close()
  }
  served = await serve('--store', join(folder, 'plain'))
})
afterAll(async () => {
  for (const server of servers) expect(await server.stop()).toBe(0)
  await rm(folder, { recursive: true, force: true })
})

/** A request with a path and headers that no browser would make of its own. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<number> {
  const { hostname, port } = new URL(served.url)
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asking.on('error', reject).end()
  })
}

describe('what is served', () => {
  test('only to this page, only for reading, and only what belongs to the report', async () => {
    expect(await ask('/')).toBe(200)
    expect(await ask('/data/index.json', {}, 'HEAD')).toBe(200)
    expect(await ask('/', { host: 'evil.example' })).toBe(421)
    expect(await ask('/', { host: 'localhost:1' })).toBe(421)
    expect(await ask('/data/index.json', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })).toBe(
      403,
    )
    expect(await ask('/', {}, 'POST')).toBe(405)
    for (const path of [
      '/../store.sqlite',
      '/%2e%2e/store.sqlite',
      '/store.sqlite',
      '/data/',
      '/data/x.json',
    ])
      expect(await ask(path), path).toBe(404)
  })

  test('says in its headers what the page may do', async () => {
    const { headers } = await fetch(served.url)
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

// Without a browser on the machine there is nothing to show; scripts/test installs one.
describe.skipIf(browserPath === undefined)('the report of a corpus in a real browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function openPage(
    url: string,
    options: Parameters<Browser['newPage']>[0] = {},
  ): Promise<{ readonly page: Page; readonly watched: Watched }> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options })
    const watched = watchPage(page, new URL(url).protocol === 'file:' ? 'file:' : url)
    await page.goto(url)
    return { page, watched }
  }
  /** Rows are drawn a moment after the key. */
  const says = (page: Page, what: RegExp): Promise<void> =>
    page.getByRole('status').filter({ hasText: what }).waitFor()
  const loaded = (page: Page): Promise<void> => page.locator('[role=grid][aria-busy=false]').waitFor()

  /** Resolves when all that was put off until after drawing is done. */
  const drawn = (page: Page): Promise<unknown> =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))

  test('is read with keys alone', async () => {
    const { page, watched } = await openPage(served.url)
    await loaded(page)
    await page.keyboard.press('/')
    await page.keyboard.type('verdict:malicious')
    await says(page, /^11 of 180/)
    await page.keyboard.press('ArrowDown')
    const grid = page.getByRole('grid', { name: 'Artifacts' })
    await expect.poll(() => grid.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await grid.getAttribute('aria-rowcount')).toBe('12')
    await page.keyboard.press('End')
    await page.locator('[aria-rowindex="12"][aria-selected=true]').waitFor()
    const active = page.locator(`#${(await grid.getAttribute('aria-activedescendant')) ?? ''}`)
    expect(await active.getAttribute('aria-rowindex')).toBe('12')
    expect(await active.getAttribute('aria-selected')).toBe('true')
    const name = await active.locator('.name a').innerText()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Findings' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(name)
    await page.goBack()
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('verdict:malicious')
    await page.keyboard.press('/')
    await page.keyboard.press('Escape')
    await says(page, /^180 of 180/)
    expect(watched.problems).toEqual([])
    await page.close()
  })

  test('a key counts from the moment that what it acts on is seen', async () => {
    const { page } = await openPage(served.url)
    await loaded(page)
    await page.getByRole('searchbox').fill('fits nothing')
    await says(page, /^0 of 180/)
    // An observer is told of what was drawn before anything that is put off until after drawing.
    await page.evaluate(() => {
      const key = (name: string): KeyboardEvent => new KeyboardEvent('keydown', { key: name, bubbles: true })
      const grid = document.querySelector('[role=grid]')
      const rows = new MutationObserver(() => {
        if (grid?.getAttribute('aria-rowcount') !== '12') return
        rows.disconnect()
        grid.dispatchEvent(key('End'))
      })
      rows.observe(document.body, { subtree: true, childList: true, attributes: true })
    })
    await page.getByRole('searchbox').fill('verdict:malicious')
    await says(page, /^11 of 180/)
    await drawn(page)
    await page.locator('[aria-rowindex="12"][aria-selected=true]').waitFor()

    await page.goto(`${served.url}#/families`)
    await page.getByRole('heading', { level: 2, name: 'Campaigns' }).waitFor()
    await page.evaluate(() => {
      const view = new MutationObserver(() => {
        if (document.querySelector('input[type=search]') === null) return
        view.disconnect()
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))
      })
      view.observe(document.body, { subtree: true, childList: true })
    })
    await page.goBack()
    await loaded(page)
    await drawn(page)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
    await page.close()
  })

  test('draws few of many rows, and sorts all of them', async () => {
    const { page } = await openPage(served.url)
    await loaded(page)
    expect(await page.locator('.grid .rows .row').count()).toBeLessThan(60)
    await page.getByRole('button', { name: 'Artifact', exact: true }).click()
    expect(await page.locator('[aria-sort=ascending]').innerText()).toContain('Artifact')
    await expect.poll(() => page.locator('.grid .rows .row .name a').first().innerText()).toMatch(/^skill-0 /)
    await page.getByRole('grid').press('End')
    await page.locator('[aria-rowindex="181"]').waitFor()
    expect(await page.locator('[aria-rowindex="181"] .name a').innerText()).toMatch(/^skill-99 /)
    await page.close()
  })

  test('a line of a distribution is a filter', async () => {
    const { page } = await openPage(served.url)
    await loaded(page)
    const host = page.locator('.bars button', { hasText: 'github.example' })
    await host.click()
    await expect.poll(() => host.getAttribute('aria-pressed')).toBe('true')
    await page.locator('.verdicts button', { hasText: 'suspicious' }).click()
    await expect
      .poll(() => page.getByRole('searchbox').inputValue())
      .toBe('host:=github.example verdict:=suspicious')
    await page.close()
  })

  const views = ['', '#/families', '#/comparisons', '#/comparison/1-2', `#/artifact/${idOf(34).slice(7)}`]
  test.each(['light', 'dark'] as const)(
    'nothing keeps a person from using it (%s)',
    { timeout: 90_000 },
    async (colorScheme) => {
      const { page, watched } = await openPage(served.url, { colorScheme })
      for (const view of views) {
        await page.goto(`${served.url}${view}`)
        await page.getByRole('heading', { level: 2 }).waitFor()
        if (view === '') await loaded(page)
        expect(await accessibilityOf(page), view).toEqual([])
        const name = view.replace(/[^a-z]+/g, '') || 'overview'
        await page.screenshot({ path: `.out/screenshots/corpus-${name}-${colorScheme}.png` })
      }
      expect(watched.problems).toEqual([])
      await page.close()
    },
  )

  test('hostile content stays text wherever it stands', { timeout: 90_000 }, async () => {
    const hostile = await serve('--store', join(folder, 'hostile'), '--title', payloads[1] ?? '')
    const { page, watched } = await openPage(hostile.url)
    await loaded(page)
    await page.screenshot({ path: '.out/screenshots/corpus-hostile.png' })
    const index = (await (await fetch(`${hostile.url}data/index.json`)).json()) as {
      families: { id: string }[]
    }
    expect(index.families.length).toBeGreaterThan(2)
    for (const view of [
      ...views,
      ...index.families.slice(0, 3).map(({ id }) => `#/family/${id}`),
      ...payloads.slice(0, 9).map((_, at) => `#/artifact/${idOf(at + 4).slice(7)}`),
    ]) {
      await page.goto(`${hostile.url}${view}`)
      await page.getByRole('heading', { level: 2 }).waitFor()
      await page.evaluate(() =>
        document.querySelectorAll('details').forEach((details) => (details.open = true)),
      )
      expect(await page.locator('img, iframe, object, a[href^="javascript:" i]').count(), view).toBe(0)
      expect(await page.evaluate(() => 'owned' in window)).toBe(false)
      expect(await page.evaluate(() => document.body.scrollWidth - innerWidth), view).toBeLessThanOrEqual(0)
    }
    expect(watched.problems).toEqual([])
    await page.close()
  })

  test('a folder is the same on any server, and says so from a disk', { timeout: 90_000 }, async () => {
    const site = join(folder, 'site')
    await clawback('report', '--store', join(folder, 'plain'), '-o', site, '--quiet')
    const server = await serve('--folder', site)
    const { page, watched } = await openPage(server.url)
    await loaded(page)
    await page.locator('.grid .name a').first().click()
    await page.getByRole('heading', { name: 'Findings' }).waitFor()
    expect(watched.problems).toEqual([])
    await page.close()
    const { page: fromDisk } = await openPage(pathToFileURL(join(site, 'index.html')).href)
    await fromDisk.getByText('clawback report serve').waitFor()
    await fromDisk.close()
    // Written again it takes the place of the one before; what is no report is left alone.
    await clawback('report', '--store', join(folder, 'plain'), '-o', site, '--quiet')
    await expect(
      clawback('report', '--store', join(folder, 'plain'), '-o', join(folder, 'plain')),
    ).rejects.toMatchObject({
      code: 4,
      stderr: expect.stringContaining('not a report') as string,
    })
    expect((await readdir(folder)).filter((name) => name.includes('.part'))).toEqual([])
  })

  test('one artifact is one file that loads nothing', { timeout: 90_000 }, async () => {
    const file = join(folder, 'one.html')
    await clawback('report', '--store', join(folder, 'hostile'), idOf(34), '-o', file)
    expect(await readFile(file, 'utf8')).not.toMatch(/<(img|svg)/)
    const { page, watched } = await openPage(pathToFileURL(file).href)
    await page.getByRole('heading', { name: 'Findings' }).waitFor()
    expect(await page.getByText('Source not at hand').count()).toBeGreaterThan(0)
    expect(await accessibilityOf(page)).toEqual([])
    await page.emulateMedia({ media: 'print' })
    await page.screenshot({ path: '.out/screenshots/file-print.png' })
    expect(watched.problems).toEqual([])
    await page.close()
  })

  test('paper holds the table and no controls', async () => {
    const { page } = await openPage(served.url)
    await loaded(page)
    await page.emulateMedia({ media: 'print' })
    await page.locator('.paper tbody tr').nth(179).waitFor()
    expect(await page.locator('.grid, .search input, .bar nav').filter({ visible: true }).count()).toBe(0)
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
    await page.close()
  })
})
