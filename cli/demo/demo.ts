import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ReportIncident } from '@clawback/model'
import { discover } from '@clawback/analyzers'
import { openKnowledge, renderReport, reportData } from '@clawback/lab'
import { systemClock } from '../clock.js'
import { loadPacks } from '../content/load.js'
import { createProgress } from '../terminal/progress.js'
import { pageAssets } from '../work/page.js'
import { withWorkdir } from '../work/workdir.js'
import { examineAll } from './examine.js'
import type { Examined } from './examine.js'
import { playGuard } from './guard-act.js'
import { checkout } from './inputs.js'
import { makePacks } from './packs.js'
import { printDemo } from './print.js'
import { reportIncident } from './report.js'
import type { DemoResult } from './result.js'

/**
 * The walk: read and run real things and judge them; learn a baseline and sign a pack; guard a live session with it,
 * take its access back and prove it; look for what nobody sanctioned; write the report. Exit 1 when something did not
 * come out as it should.
 */
export async function demo(given: { readonly report: string; readonly json: boolean }): Promise<number> {
  const progress = createProgress(given.json)
  const seconds: Record<string, number> = {}
  const timed = async <T>(act: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now()
    progress.step(act)
    const result = await work()
    seconds[act] = Math.round((performance.now() - started) / 100) / 10
    return result
  }
  const onStep = (text: string): void => {
    progress.step(text)
  }
  const result = await withWorkdir(async (folder): Promise<DemoResult> => {
    const knowledge = openKnowledge(await loadPacks({ pack: [], key: [], builtin: true }))
    const examined = await timed('read, run and judge', () => examineAll(knowledge, folder, progress))
    const packs = await timed('learn, build and sign', () => makePacks(examined, folder))
    const night = await timed('guard: the night', () => playGuard({ name: 'night', packs, folder, onStep }))
    const approval = await timed('guard: with an approval', () =>
      playGuard({ name: 'approval', packs, folder, onStep }),
    )
    const twin = await timed('guard: the benign twin', () =>
      playGuard({ name: 'twin', packs, folder, onStep }),
    )
    const discovery = await timed('discover', () => discoverFixture())
    const report = resolve(given.report)
    await timed('report', () => writeReport(report, examined, [reportIncident(night)]))
    return {
      examined, expectedCapabilities: packs.baseline.entries.length, packBytes: [packs.first.bytes, packs.second.bytes],
      night, approval, twin, discovery, report, seconds,
    } // prettier-ignore
  })
  progress.done()
  return printDemo(result, given.json)
}

async function discoverFixture(): ReturnType<typeof discover> {
  const home = `${checkout()}datasets/fixtures/home-team`
  return await discover({ root: home, registry: `${home}.registry.yaml`, clock: systemClock })
}

async function writeReport(
  path: string,
  examined: readonly Examined[],
  incidents: readonly ReportIncident[],
): Promise<void> {
  const made = new Date(systemClock.now()).toISOString()
  const data = await reportData('Clawback demo', made, examined.map(({ one }) => one), incidents) // prettier-ignore
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, renderReport(data, await pageAssets()))
}
