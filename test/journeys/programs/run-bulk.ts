/** A bulk run over `FOLDER/wild` into `FOLDER/store` (over a NATS server, if one is named), as a program that a test can kill. Prints NDJSON. */
import { join } from 'node:path'
import { findSources, runBulk } from '@clawback/lab'
import { loadPackFile } from '../../../cli/content/load.js'

const [folder = '', url] = process.argv.slice(2)
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const summary = await runBulk({
  folder: join(folder, 'store'),
  sources: await findSources([join(folder, 'wild')]),
  plan: 'static',
  packs: [await loadPackFile(join(folder, 'core.pack'), [])],
  workers: 2,
  ...(url === undefined ? {} : { broker: { url, lab: 'lab' } }),
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  request: '{}',
  onProgress: ({ done, failed, crashed }) => tell({ ended: done + failed + crashed }),
})
tell({ summary })
