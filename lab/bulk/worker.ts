/** One process of a bulk run: takes jobs over IPC, one at a time, and gives back what is to be written. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import type { Clock, OpenArtifact } from '@clawback/model'
import { withStarts } from '../collect/with-starts.js'
import { packExamination, packObservation, unpackObservation } from '../store/kept.js'
import { openCells } from '../walk/cells.js'
import type { CellPool } from '../walk/cells.js'
import { judge } from '../walk/judge.js'
import { openKnowledge } from '../walk/knowledge.js'
import type { Knowledge } from '../walk/knowledge.js'
import { observe } from '../walk/observe.js'
import type { Observation } from '../walk/observe.js'
import type { Answer, Begin, FromWorker, Look, ToExamine, ToWorker } from './messages.js'
import { openPacked } from './open-packed.js'
import { openSource } from './open-source.js'
import { plans } from './plans.js'

const beatMs = 2_000
const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

interface Desk {
  readonly begin: Begin
  readonly knowledge: Knowledge
  readonly cells: CellPool
}

let desk: Desk | undefined
let answerTook: ((artifacts: readonly string[]) => void) | undefined

process.on('message', (message: ToWorker) => {
  if (message.type === 'begin') {
    const cells = openCells({ allowDegraded: message.allowDegraded }, message.cell)
    desk = { begin: message, knowledge: openKnowledge(message.packs), cells }
    tell({ type: 'ready' })
  } else if (message.type === 'known') answerTook?.(message.artifacts)
  else if (desk !== undefined) void work(message, desk).then(tell)
})
process.on('disconnect', () => {
  void (desk?.cells.close() ?? Promise.resolve()).finally(() => process.exit(0))
})
setInterval(() => tell({ type: 'beat' }), beatMs).unref()

async function work(job: Exclude<ToWorker, Begin | { type: 'known' }>, at: Desk): Promise<Answer> {
  try {
    if (job.type === 'examine')
      return { type: 'examined', looks: await examineSource(job, at), rss: process.memoryUsage.rss() }
    const kept = packExamination(judge(unpackObservation(job), at.knowledge, { clock }))
    return { type: 'judged', kept, rss: process.memoryUsage.rss() }
  } catch (error) {
    const code = error instanceof ClawbackError ? error.code : 'INTERNAL'
    const reason = error instanceof Error ? error.message : String(error)
    return {
      type: 'failed',
      code,
      reason: called(job, reason).slice(0, 1_000),
      rss: process.memoryUsage.rss(),
    }
  }
}

/** What is said of bytes that were brought here names where they came from, not where they were laid. */
function called(job: Exclude<ToWorker, Begin | { type: 'known' }>, text: string): string {
  return job.type === 'examine' && job.as !== undefined ? text.replaceAll(job.locator, job.as) : text
}

async function examineSource(
  { locator, sha256, as = locator, packed, starts = [] }: ToExamine,
  at: Desk,
): Promise<readonly Look[]> {
  const { run } = plans[at.begin.plan]
  const options = { workdir: at.begin.workdir, fetchDependencies: run }
  const check = async (path: string): Promise<void> => {
    if (sha256 !== undefined) await checkFile(path, sha256)
  }
  if (packed === undefined) await check(locator)
  const taken =
    packed === undefined
      ? await openSource(locator, options)
      : await openPacked(packed, locator, options, check)
  try {
    const known = new Set(await ask(taken.artifacts.map(({ artifact }) => artifact.id)))
    const looks: Look[] = []
    for (const brought of taken.artifacts) {
      const open = withStarts(as === locator ? brought : calledAs(brought, as), starts)
      const { id, origin } = open.artifact
      const about = { inside: origin.inside ?? '', artifact: id }
      looks.push(known.has(id) ? about : { ...about, ...(await look(open, at)) })
    }
    return looks
  } finally {
    await taken.close()
  }
}

function calledAs(open: OpenArtifact, locator: string): OpenArtifact {
  return { ...open, artifact: { ...open.artifact, origin: { ...open.artifact.origin, locator } } }
}

async function look(
  open: OpenArtifact,
  { begin, knowledge, cells }: Desk,
): Promise<Pick<Look, 'kept' | 'observation'>> {
  const { engines, run } = plans[begin.plan]
  const observed = await observe(open, knowledge.probes, {
    clock,
    readBudgetMs: begin.readBudgetMs,
    ...(engines === undefined ? {} : { engines }),
    ...(run ? { run: { cells } } : {}),
  })
  const { selfTest } = begin
  const observation = partial(
    { ...observed, ...(selfTest === undefined ? {} : { selfTest }) },
    engines !== undefined,
  )
  return {
    kept: packExamination(judge(observation, knowledge, { clock })),
    observation: packObservation(observation),
  }
}

/** A plan that does not read all says so, or what nobody looked at would count as clean. */
function partial(observation: Observation, unread: boolean): Observation {
  if (!unread) return observation
  const { reading } = observation
  const gap = { reason: 'not-read', detail: 'this plan reads neither code nor text', material: true }
  const coverage = { ...reading.coverage, gaps: [...reading.coverage.gaps, gap] }
  return { ...observation, reading: { ...reading, coverage } }
}

/** A manifest's digest is of the file; that of a folder is made in many ways and not compared. */
async function checkFile(locator: string, sha256: string): Promise<void> {
  const info = await stat(locator).catch(() => undefined)
  if (info?.isFile() !== true) return
  const found = createHash('sha256')
    .update(await readFile(locator))
    .digest('hex')
  if (found !== sha256.replace(/^sha256:/, '').toLowerCase())
    throw new ClawbackError('INPUT_MALFORMED', {
      where: locator,
      detail: `its sha256 is ${found}, the manifest says ${sha256}`,
      mend: 'Get the sample again, or mend the manifest.',
    })
}

function ask(artifacts: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve) => {
    answerTook = resolve
    tell({ type: 'took', artifacts })
  })
}

/** Whom it is told to may be gone this very moment; then `disconnect` follows. */
function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message, () => undefined)
}
