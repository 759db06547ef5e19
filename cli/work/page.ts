import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { PageAssets, Survey } from '@clawback/lab'
import { systemClock } from '../clock.js'

/** The built page of @clawback/web. */
export async function pageAssets(): Promise<PageAssets> {
  const require = createRequire(import.meta.url)
  const text = (name: string): Promise<string> => readFile(require.resolve(`@clawback/web/${name}`), 'utf8')
  return { script: await text('report.js'), style: await text('report.css') }
}

/** The report page of all that was examined, and of what could not be. */
export async function renderPage({ examinations, failures, expired, since }: Survey): Promise<string> {
  const { renderReport, reportData } = await import('@clawback/lab')
  const made = new Date(systemClock.now()).toISOString()
  const notices = [
    ...failures.map(({ locator, message, mend }) => `${locator} could not be examined: ${message} ${mend}`),
    ...expired.map(
      ({ rule, expires, source }) => `${source}: the suppression of ${rule} expired on ${expires}.`,
    ),
    ...(since === undefined
      ? []
      : [
          `Only what changed since ${since.ref} (${since.commit}) was looked at; ${since.unchanged} unchanged artifacts were left out.`,
        ]),
  ]
  const data = await reportData('Clawback report', made, examinations, [], notices)
  return renderReport(data, await pageAssets())
}
