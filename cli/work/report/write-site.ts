import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { renderSite } from '@clawback/lab'
import type { CorpusSite } from '@clawback/lab'
import { pageAssets } from '../page.js'

/**
 * Writes a corpus report as a folder of files and gives their number. The folder is there whole or not at all; one that
 * was written before is replaced, any other that holds something is left alone. Throws OUTPUT_FAILED.
 */
export async function writeSite(
  site: CorpusSite,
  output: string,
  onFile: (done: number, of: number) => void = () => undefined,
): Promise<number> {
  const folder = resolve(output)
  await refuseForeign(folder)
  const beside = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.part`)
  try {
    await mkdir(beside, { recursive: true })
    const { script, style } = await pageAssets()
    const page = { 'index.html': renderSite(), 'report.js': script, 'report.css': style }
    for (const [name, text] of Object.entries(page)) await writeFile(join(beside, name), text)
    const paths = await site.paths()
    for (const [index, path] of paths.entries()) {
      const value = await site.file(path)
      // What left the store since it was read is left out; the page says that it is not there.
      if (value === undefined) continue
      await mkdir(dirname(join(beside, path)), { recursive: true })
      await writeFile(join(beside, path), JSON.stringify(value))
      onFile(index + 1, paths.length)
    }
    await replace(beside, folder)
    return paths.length + Object.keys(page).length
  } catch (error) {
    throw error instanceof ClawbackError ? error : failed(output, error)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

/** Whether a folder holds a corpus report: only such a one is replaced. */
async function isReport(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'data', 'index.json'), 'utf8').catch(() => '')
  return text.startsWith('{"format":"clawback-report/')
}

async function refuseForeign(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw failed(folder, error)
  })
  if (there.length > 0 && !(await isReport(folder)))
    throw failed(folder, new Error('the folder holds something that is not a report'))
}

async function replace(beside: string, folder: string): Promise<void> {
  const old = `${beside}.old`
  const moved = await rename(folder, old).then(
    () => true,
    () => false,
  )
  await rename(beside, folder)
  if (moved) await rm(old, { recursive: true, force: true })
}

function failed(path: string, cause: unknown): ClawbackError {
  const detail = cause instanceof Error ? cause.message : 'unknown'
  return new ClawbackError('OUTPUT_FAILED', { path, detail }, cause)
}
