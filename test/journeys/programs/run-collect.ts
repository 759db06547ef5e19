/** Collects `FOLDER/wild` into `FOLDER/quarantine`, as a program that a test can kill. Prints a line for each artifact. */
import { join } from 'node:path'
import { collect } from '@clawback/lab'

const [folder = ''] = process.argv.slice(2)
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const summary = await collect({
  folder: join(folder, 'quarantine'),
  sources: [join(folder, 'wild')],
  history: false,
  most: 1,
  limits: {},
  said: {},
  clock: { now: () => Date.parse('2026-01-01T00:00:00Z'), monotonic: () => performance.now() },
  onTaken: (_, name) => tell({ taken: name }),
})
tell({ summary })
