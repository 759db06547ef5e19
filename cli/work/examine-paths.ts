import { ClawbackError } from '@clawback/model'
import type { Base } from '@clawback/analyzers'
import type { Pack, Suppression } from '@clawback/model'
import type { CellPool, Examination, Failure, Since, Survey } from '@clawback/lab'
import type { ExaminationArguments } from './arguments.js'
import { systemClock } from '../clock.js'
import { loadPacks } from '../content/load.js'
import { reportError } from '../terminal/errors.js'
import { createProgress } from '../terminal/progress.js'
import type { Progress } from '../terminal/progress.js'
import { version } from '../version.js'
import { openDestination } from './destination.js'
import { clientSets } from './clients.js'
import type { Looked } from './clients.js'
import { examinePath, openExaminer, readRecording } from './examiner.js'
import type { Examiner, Visit } from './examiner.js'
import { renderPage } from './page.js'
import { openPlayer } from './player.js'
import { loadSuppressions, noteSuppressions } from './suppressions.js'
import { openTelling } from './telling.js'
import type { Telling } from './telling.js'
import { withWorkdir } from './workdir.js'

/** From so many paths on, running them is a bulk job. */
const bulk = 5

/** Takes every path in, examines what it holds, tells it in the format asked for, and gives the exit code. */
export async function examinePaths(given: ExaminationArguments, run: boolean): Promise<number> {
  const progress = createProgress(given.quiet)
  const suppressions = await loadSuppressions(given)
  // Before any cell is open: what is wrong with the model or the output must not leave one behind.
  const player = run ? await openPlayer(given) : {}
  const recorded = await readRecording(given.har)
  const telling = await openTelling(given, run)
  try {
    const cells = run ? await openSandbox(given, progress) : undefined
    const packs = await loadPacks(given)
    const equipment = { packs, suppressions, cells, player, recorded, progress }
    const outcome = await examineAll(given, {
      examiner: await openExaminer(given, equipment),
      telling,
      progress,
      run,
    })
    await cells?.close()
    progress.done()
    const survey = surveyOf(given, packs, suppressions, outcome)
    await telling.all(survey)
    noteSuppressions(suppressions, survey)
    if (given.report !== undefined) await writeReport(given.report, survey)
    if (given.store !== undefined) await keep(given.store, outcome.examinations)
    return Math.max(...outcome.codes, 0) || exitCode(survey)
  } finally {
    await telling.discard()
  }
}

async function openSandbox(given: ExaminationArguments, progress: Progress): Promise<CellPool> {
  const { openCells } = await import('@clawback/lab')
  const cells = openCells({ allowDegraded: given.allowDegraded ?? [] }, given.cell)
  await cells.ready()
  // Bulk work is worth the half minute that shows that the sandbox holds.
  if (given.paths.length >= bulk) {
    progress.step('the sandbox attacks itself first')
    await cells.prove()
  }
  return cells
}

interface Work {
  readonly examiner: Examiner
  readonly telling: Telling
  readonly progress: Progress
  readonly run: boolean
}

interface Outcome {
  readonly examinations: readonly Examination[]
  /** Servers that one agent has at hand, looked at together; no artifacts that a store could hold. */
  readonly together: readonly Examination[]
  readonly failures: readonly Failure[]
  /** Exit codes of the failures. */
  readonly codes: readonly number[]
  readonly since?: Since
}

/** Goes through the paths; one that cannot be examined is told and does not keep the others from it. */
async function examineAll(given: ExaminationArguments, work: Work): Promise<Outcome> {
  const { examiner, telling, progress, run } = work
  const looked: Looked[] = []
  const failures: Failure[] = []
  const codes: number[] = []
  let since: Since | undefined
  await withWorkdir(async (workdir) => {
    for (const path of given.paths) {
      const found = { path, examinations: [] as Examination[], client: undefined as Looked['client'] }
      looked.push(found)
      try {
        const base = await baseOf(path, given.changedSince)
        const onUnchanged = (count: number): void => {
          if (base !== undefined)
            since = { ref: base.ref, commit: base.commit, unchanged: (since?.unchanged ?? 0) + count }
        }
        const { examine } = examiner
        const onClient: Visit['onClient'] = (client, gaps) => void (found.client = { ...client, gaps })
        const visit = { path, workdir, examine, jobs: given.jobs, fetchDependencies: run, progress }
        for await (const one of examinePath({ ...visit, base, onUnchanged, onClient })) {
          progress.done()
          telling.one(one)
          found.examinations.push(one)
        }
      } catch (error) {
        progress.done()
        // Not all of its servers were looked at, and that is told as a failure.
        found.client = undefined
        codes.push(reportError(error, telling.format === 'json'))
        failures.push(toFailure(path, error))
      }
    }
  })
  // What has not changed is missing from its set, so with a base nothing can be said of sets.
  const sets = given.changedSince === undefined ? clientSets(looked) : []
  const together = sets.map(examiner.together)
  together.forEach((one) => telling.one(one))
  const examinations = looked.flatMap((one) => one.examinations)
  return { examinations, together, failures, codes, ...(since === undefined ? {} : { since }) }
}

async function baseOf(path: string, ref: string | undefined): Promise<Base | undefined> {
  if (ref === undefined) return undefined
  const { openBase } = await import('@clawback/analyzers')
  return openBase(path, ref)
}

function toFailure(locator: string, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const known = error instanceof ClawbackError
  return { locator, message, code: known ? error.code : 'INTERNAL', mend: known ? error.mend : '' }
}

function surveyOf(
  given: ExaminationArguments,
  packs: readonly Pack[],
  suppressions: readonly Suppression[],
  { examinations, together, failures, since }: Outcome,
): Survey {
  const today = new Date(systemClock.now()).toISOString().slice(0, 10)
  const failing = { never: [], suspicious: ['malicious', 'suspicious'], malicious: ['malicious'] } as const
  return {
    version: version(),
    packs,
    examinations: [...examinations, ...together],
    failures,
    failing: failing[given.failOn],
    base: process.cwd(),
    ...(since === undefined ? {} : { since }),
    expired: suppressions.filter(({ expires }) => expires < today),
  }
}

function exitCode({ examinations, failing }: Survey): number {
  return examinations.some(({ verdict }) => failing.includes(verdict.label)) ? 1 : 0
}

async function writeReport(path: string, survey: Survey): Promise<void> {
  const file = await openDestination(path)
  await file.commit(await renderPage(survey))
  process.stderr.write(`report: ${path}\n`)
}

async function keep(path: string, done: readonly Examination[]): Promise<void> {
  const { openStore } = await import('@clawback/lab')
  const store = await openStore(path)
  for (const one of done) await store.put(one, new Date(systemClock.now()).toISOString())
  await store.close()
}
