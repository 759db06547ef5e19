import { checkStore, lastRun, sizeOf } from '@clawback/lab'
import type { RunStatus } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'
import { paint } from '../../terminal/paint.js'
import { slowLine } from './slow-line.js'
import { withStore } from './with-store.js'

/** Prints how a store stands. Exit 3 when it is not sound. */
export async function printStatus(given: {
  readonly store: string
  readonly check: boolean
  readonly json: boolean
}): Promise<number> {
  const { size, run, problems } = await withStore(given.store, async (ledger) => ({
    size: await sizeOf(ledger),
    run: await lastRun(ledger),
    problems: given.check ? await checkStore(ledger) : undefined,
  }))
  if (given.json) process.stdout.write(`${JSON.stringify({ size, run, problems })}\n`)
  else {
    const perArtifact = size.artifacts === 0 ? 0 : Math.round((size.bytes + size.walBytes) / size.artifacts)
    process.stdout.write(
      [
        `${size.artifacts} artifacts of ${size.sources} sources, ${size.records} records`,
        `${megabytes(size.bytes + size.walBytes)} (${megabytes(size.freeBytes)} free inside), ${perArtifact} bytes an artifact`,
        `records ${megabytes(size.recordBytes)}, compressed: facts ${megabytes(size.factBytes)}, events ${megabytes(size.eventBytes)}; judgements ${megabytes(size.bodyBytes)}`,
        ...(run === undefined ? [] : runLines(run)),
        ...(problems ?? []).map((problem) => `${paint('broken', 'red')} ${safeDisplay(problem)}`),
        ...(problems?.length === 0 ? [paint('the store is sound', 'green')] : []),
        '',
      ].join('\n'),
    )
  }
  return (problems ?? []).length > 0 ? 3 : 0
}

function runLines(run: RunStatus): readonly string[] {
  const ended = run.ended === undefined ? paint('not ended', 'yellow') : `ended ${run.ended}`
  const jobs = Object.entries(run.jobs).map(([status, n]) => `${status} ${n}`)
  const pace = run.pace === undefined ? '' : `; ${run.pace.rate}/s in ${run.pace.seconds} s`
  return [
    `run ${run.run}, ${run.plan}, begun ${run.started}, ${ended}: ${jobs.join(', ') || 'nothing to do'}${pace}`,
    ...run.packs.map((pack) => `  ${safeDisplay(pack)}`),
    ...Object.entries(run.problems).map(([code, n]) => `${paint('not looked at', 'yellow')} ${n} ${code}`),
    ...(run.slowest.length > 0 ? ['slowest:'] : []),
    ...run.slowest.map(slowLine),
  ]
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
