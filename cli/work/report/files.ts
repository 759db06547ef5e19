import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { renderSite } from '@clawback/lab'
import type { CorpusSite } from '@clawback/lab'
import { pageAssets } from '../page.js'

export interface File {
  readonly type: string
  readonly content: string | Uint8Array
}

/** Gives a file of the site by its path without the first `/`; undefined when there is none. */
export type Files = (path: string) => Promise<File | undefined>

const types = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['json', 'application/json'],
])

/** The files of a store's report, made when they are asked for; the tables are read at once, so that the first page is fast. */
export async function storeFiles(site: CorpusSite): Promise<Files> {
  await site.file('data/index.json')
  const { script, style } = await pageAssets()
  const page = new Map([
    ['index.html', renderSite()],
    ['report.js', script],
    ['report.css', style],
  ])
  return async (path) => {
    const fixed = page.get(path)
    if (fixed !== undefined) return { type: typeOf(path), content: fixed }
    const value = await site.file(path)
    return value === undefined ? undefined : { type: typeOf(path), content: JSON.stringify(value) }
  }
}

/** Paths that a folder of ours can have; nothing else of it is shown. */
const shape =
  /^(index\.html|report\.(js|css)|data\/(artifacts\/[0-9a-f]{2}\/|families\/|comparisons\/)?[0-9a-z-]{1,64}\.json)$/

/** The files of a report that was written to a folder. Throws INPUT_NOT_FOUND. */
export async function folderFiles(folder: string): Promise<Files> {
  const page = await readFile(join(folder, 'data', 'index.json'), 'utf8').catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: join(folder, 'data', 'index.json') })
  })
  if (!page.startsWith('{"format":"clawback-report/'))
    throw new ClawbackError('INPUT_UNSUPPORTED', { locator: folder, detail: 'it holds no report' })
  return async (path) => {
    if (!shape.test(path)) return undefined
    const file = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
      () => undefined,
    )
    if (file === undefined) return undefined
    try {
      return { type: typeOf(path), content: await file.readFile() }
    } finally {
      await file.close()
    }
  }
}

function typeOf(path: string): string {
  return types.get(path.slice(path.lastIndexOf('.') + 1)) ?? 'application/octet-stream'
}
