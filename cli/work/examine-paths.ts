import { readFile, writeFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { ClawbackError } from '@clawback/model'
import type { OpenArtifact } from '@clawback/model'
import type { CellPool, Examination, ExamineOptions } from '@clawback/lab'
import type { Recording } from '@clawback/sandbox'
import type { ExaminationArguments } from './arguments.js'
import { systemClock } from '../clock.js'
import { loadPacks } from '../content/load.js'
import { reportError } from '../terminal/errors.js'
import { createProgress } from '../terminal/progress.js'
import type { Progress } from '../terminal/progress.js'
import { boundsOf } from './bounds.js'
import { openPlayer } from './player.js'
import type { Player } from './player.js'
import { assessmentJson, printExamination, printSummary } from './print.js'
import { withWorkdir } from './workdir.js'

/** From so many paths on, running them is a bulk job. */
const bulk = 5

type Examine = (open: OpenArtifact) => Promise<Examination>

/** Takes every path in, examines what it holds, prints as it goes, and gives the exit code. */
export async function examinePaths(given: ExaminationArguments, run: boolean): Promise<number> {
  const progress = createProgress(given.quiet)
  const done: Examination[] = []
  const failures: number[] = []
  // Before any cell is open: what is wrong with the model must not leave one behind.
  const player = run ? await openPlayer(given) : {}
  const { openCells } = await import('@clawback/lab')
  const cells = openCells({ allowDegraded: given.allowDegraded ?? [] }, given.cell)
  const recorded = await readRecording(given.har)
  if (run) await cells.ready()
  // Bulk work is worth the half minute that shows that the sandbox holds.
  if (run && given.paths.length >= bulk) {
    progress.step('the sandbox attacks itself first')
    await cells.prove()
  }
  const take = await examiner(given, run ? cells : undefined, player, progress, recorded)
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
  player: Player,
  progress: Progress,
  recorded: Recording | undefined,
): Promise<Examine> {
  const { examine, openKnowledge } = await import('@clawback/lab')
  const { readBudgetMs, limits } = boundsOf(given.timeout)
  const options: ExamineOptions = {
    knowledge: openKnowledge(await loadPacks(given)),
    clock: systemClock,
    readBudgetMs,
    onStep: (text) => {
      progress.step(text)
    },
    ...(cells === undefined
      ? {}
      : {
          run: {
            cells,
            ...player,
            ...(limits === undefined ? {} : { limits }),
            ...(given.variants === undefined ? {} : { variants: given.variants }),
            ...(recorded === undefined ? {} : { recorded }),
          },
        }),
  }
  return (open) => examine(open, options)
}

/** Answers that a researcher supplies for the network of every run. */
async function readRecording(path: string | undefined): Promise<Recording | undefined> {
  if (path === undefined) return undefined
  const { readHar } = await import('@clawback/sandbox')
  const bytes = await readFile(path).catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path })
  })
  return readHar(bytes, path)
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
