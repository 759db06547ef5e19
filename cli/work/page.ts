import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { PageAssets } from '@clawback/lab'

/** The built page of @clawback/web. */
export async function pageAssets(): Promise<PageAssets> {
  const require = createRequire(import.meta.url)
  const text = (name: string): Promise<string> => readFile(require.resolve(`@clawback/web/${name}`), 'utf8')
  return { script: await text('report.js'), style: await text('report.css') }
}
