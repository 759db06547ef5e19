import { lstat } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import { readStore, renderReport, reportArtifact, rootsOf, standingOf } from '@clawback/lab'
import type { Store } from '@clawback/lab'
import type { ReportArtifact } from '@clawback/model'
import { systemClock } from '../../clock.js'
import { createProgress } from '../../terminal/progress.js'
import { openDestination } from '../destination.js'
import { pageAssets } from '../page.js'
import { chooseArtifacts } from './choose.js'
import { withSite } from './site.js'
import { writeSite } from './write-site.js'

interface WriteArguments {
  readonly store: string
  readonly artifacts: readonly string[]
  readonly output: string
  readonly title: string
  readonly against?: string | undefined
  readonly quiet: boolean
}

/** Artifacts of one file: more are a corpus, and one file of it would be slow to open. */
const most = 200

/** Writes one file or a folder, by what the name of the output is. */
export async function writeReport(given: WriteArguments): Promise<number> {
  return (await isFile(given)) ? await writeFileReport(given) : await writeFolder(given)
}

async function isFile({ output, artifacts }: WriteArguments): Promise<boolean> {
  const there = await lstat(output).catch(() => undefined)
  const named = there === undefined ? /\.html?$/i.test(output) : !there.isDirectory()
  if (!named && artifacts.length > 0)
    throw new ClawbackError('USAGE', { detail: 'Artifacts that are named go into one file: -o FILE.html.' })
  return named
}

async function writeFileReport({
  store,
  artifacts,
  output,
  title,
  against,
}: WriteArguments): Promise<number> {
  if (against !== undefined)
    throw new ClawbackError('USAGE', { detail: '--against is for a folder, not for one file.' })
  const opened = await readStore(store)
  try {
    const ids = await chooseArtifacts(opened, artifacts)
    if (ids.length > most)
      throw new ClawbackError('USAGE', {
        detail: `${ids.length} artifacts are too many for one file (${most}); name some, or give a folder.`,
      })
    const destination = await openDestination(output)
    try {
      const shown: ReportArtifact[] = []
      for (const id of ids) shown.push(...(await pageOf(opened, id)))
      const made = new Date(systemClock.now()).toISOString()
      const data = { title, made, artifacts: shown, incidents: [] }
      await destination.commit(renderReport(data, await pageAssets()))
    } finally {
      await destination.discard()
    }
  } finally {
    await opened.close()
  }
  return 0
}

async function pageOf(store: Store, id: string): Promise<readonly ReportArtifact[]> {
  const examination = await store.get(id)
  if (examination === undefined) return []
  return [await reportArtifact(examination, await rootsOf(store, id), await standingOf(store, id, []))]
}

async function writeFolder({ store, output, title, against, quiet }: WriteArguments): Promise<number> {
  const progress = createProgress(quiet)
  const files = await withSite({ store, title, against }, (site) =>
    writeSite(site, output, (done, of) => progress.step(`${done} of ${of} files`)),
  ).finally(() => progress.done())
  process.stdout.write(
    `${files} files in ${output}; show them with: clawback report serve --folder ${output}\n`,
  )
  return 0
}
