import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { renderReport } from '@clawback/lab'
import { browserPath, openBrowser } from '../tools/browser.js'
import { sampleReport } from '../tools/report-sample.js'

// Without a browser on the machine there is nothing to show; scripts/test installs one.
describe.skipIf(browserPath === undefined)('the report in a real browser', () => {
  let browser: Browser
  let page: Page
  const requests: string[] = []
  const problems: string[] = []

  beforeAll(async () => {
    mkdirSync('.out/screenshots', { recursive: true })
    const read = (name: string): string => readFileSync(`web/dist/${name}`, 'utf8')
    const file = resolve('.out/report-sample.html')
    writeFileSync(file, renderReport(sampleReport, { script: read('report.js'), style: read('report.css') }))
    browser = await openBrowser()
    page = await browser.newPage()
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    await page.goto(pathToFileURL(file).href)
    await page.getByRole('heading', { name: 'Verdicts' }).waitFor()
  })
  afterAll(() => browser.close())

  test('shows every verdict, worst first', async () => {
    const rows = await page.locator('tbody tr').allInnerTexts()
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain('malicious')
  })

  test('an artifact opens with its findings, processes and timeline', async () => {
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: 'Timeline' }).waitFor()
    expect(await page.locator('.tree .tree code').first().innerText()).toBe('curl')
    expect(await page.locator('.events tr.marked').count()).toBe(1)
    expect(await page.locator('.source .line.at').count()).toBe(1)
    await page.screenshot({ path: '.out/screenshots/file-artifact.png', fullPage: true })
    await page.getByRole('link', { name: 'All artifacts' }).click()
    await page.getByRole('heading', { name: 'Attribution chain' }).waitFor()
    await page.screenshot({ path: '.out/screenshots/file-overview.png', fullPage: true })
  })

  test('hostile content stays text, and nothing is loaded', async () => {
    expect(await page.evaluate(() => (globalThis as { owned?: number }).owned)).toBeUndefined()
    expect(await page.title()).toContain('</script>')
    expect(await page.locator('img').count()).toBe(0)
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([])
    expect(problems).toEqual([])
  })
})
