import { writeFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type { OpenArtifact } from '@clawback/model'
import type { CellPool, Examination, ExamineOptions } from '@clawback/lab'
import type { ExaminationArguments } from './arguments.js'
import { systemClock } from '../clock.js'
import { loadPacks } from '../content/load.js'
import { reportError } from '../terminal/errors.js'
import { createProgress } from '../terminal/progress.js'
import type { Progress } from '../terminal/progress.js'
import { assessmentJson, printExamination, printSummary } from './print.js'
import { withWorkdir } from './workdir.js'

type Examine = (open: OpenArtifact) => Promise<Examination>

/** Takes every path in, examines what it holds, prints as it goes, and gives the exit code. */
export async function examinePaths(given: ExaminationArguments, run: boolean): Promise<number> {
  const progress = createProgress(given.quiet)
  const done: Examination[] = []
  const failures: number[] = []
  const { openCells } = await import('@clawback/lab')
  const cells = openCells({ allowDegraded: given.allowDegraded ?? [] }, given.cell)
  if (run) await cells.ready()
  const take = await examiner(given, run ? cells : undefined, progress)
  await withWorkdir(async (workdir) => {
    for (const path of given.paths) {
      try {
        for await (const one of examinePath(path, workdir, take, given, run, progress)) {
          progress.done()
          process.stdout.write(
            `${given.json ? JSON.stringify(assessmentJson(one, run)) : printExamination(one)}\n`,
          )
          done.push(one)
        }
      } catch (error) {
        progress.done()
        failures.push(reportError(error, given.json))
      }
    }
  })
  await cells.close()
  progress.done()
  if (!given.json && done.length > 1) process.stdout.write(`\n${printSummary(done)}\n`)
  if (given.report !== undefined) await writeReport(given.report, done)
  if (given.store !== undefined) await keep(given.store, done)
  return Math.max(...failures, 0) || exitCode(done, given.failOn)
}

async function examiner(
  given: ExaminationArguments,
  cells: CellPool | undefined,
  progress: Progress,
): Promise<Examine> {
  const { examine, openKnowledge } = await import('@clawback/lab')
  const options: ExamineOptions = {
    knowledge: openKnowledge(await loadPacks(given)),
    clock: systemClock,
    readBudgetMs: given.timeout * 1000,
    onStep: (text) => {
      progress.step(text)
    },
    ...(cells === undefined ? {} : { run: { cells, limits: { wallMs: given.timeout * 1000 } } }),
  }
  return (open) => examine(open, options)
}

/** What one path holds, in order, examined a few at a time. */
async function* examinePath(
  path: string,
  workdir: string,
  examine: Examine,
  given: ExaminationArguments,
  run: boolean,
  progress: Progress,
): AsyncGenerator<Examination> {
  const { intake } = await import('@clawback/analyzers')
  const taken = await intake(path, {
    workdir,
    fetchDependencies: run,
    onProgress: ({ phase, detail }) => {
      progress.step(`${phase} ${detail}`)
    },
  })
  try {
    const limit = pLimit(Math.max(1, given.jobs))
    const pending = taken.artifacts.map((open) => limit(() => examine(open)))
    for (const one of pending) one.catch(() => undefined)
    for (const one of pending) yield await one
  } finally {
    await taken.close()
  }
}

function exitCode(done: readonly Examination[], failOn: ExaminationArguments['failOn']): number {
  const failing = { never: [], suspicious: ['malicious', 'suspicious'], malicious: ['malicious'] }[failOn]
  return done.some(({ verdict }) => failing.some((label) => label === verdict.label)) ? 1 : 0
}

async function writeReport(path: string, done: readonly Examination[]): Promise<void> {
  const { renderReport, reportData } = await import('@clawback/lab')
  const { pageAssets } = await import('./page.js')
  await writeFile(path, renderReport(reportData('Clawback report', now(), done), await pageAssets()))
  process.stderr.write(`report: ${path}\n`)
}

async function keep(path: string, done: readonly Examination[]): Promise<void> {
  const { openStore } = await import('@clawback/lab')
  const store = await openStore(path)
  for (const one of done) await store.put(one, now())
  await store.close()
}

function now(): string {
  return new Date(systemClock.now()).toISOString()
}
