import { resolve } from 'node:path'
import { exportStore, readStore } from '@clawback/lab'
import type { ExportFormat, Filter, StoreExport } from '@clawback/lab'
import { ClawbackError } from '@clawback/model'
import { loadPacks } from '../../content/load.js'
import { version } from '../../version.js'
import { openDestination } from '../destination.js'
import { writeStdout } from '../stdout.js'

interface ExportArguments extends Filter {
  readonly store: string
  readonly format: ExportFormat
  /** A file, or `-` for stdout. */
  readonly output: string
}

/** Writes a selection of a store in one format and says on stderr how much it was. Throws USAGE, OUTPUT_FAILED. */
export async function writeExport(given: ExportArguments): Promise<number> {
  const { format, output } = given
  if (format === 'parquet' && output === '-' && process.stdout.isTTY)
    throw new ClawbackError('USAGE', { detail: 'Parquet is not for a terminal: give a file with -o.' })
  const store = await readStore(given.store)
  try {
    if (resolve(output) === resolve(store.ledger.path))
      throw new ClawbackError('USAGE', { detail: 'An export cannot take the place of the store itself.' })
    const made = await exportStore(store, {
      format,
      filter: given,
      version: version(),
      packs: format === 'sarif' ? await loadPacks({ pack: [], key: [], builtin: true }) : [],
      base: process.cwd(),
    })
    const whole = output === '-' ? await writeStdout(made.parts) : await writeFile(output, made)
    if (whole) process.stderr.write(closing(made, format))
  } finally {
    await store.close()
  }
  return 0
}

async function writeFile(path: string, { parts }: StoreExport): Promise<true> {
  const file = await openDestination(path)
  try {
    await file.commit(parts)
    return true
  } finally {
    await file.discard()
  }
}

function closing({ artifacts, problems }: StoreExport, format: ExportFormat): string {
  const unseen = problems === 0 ? '' : `; ${problems} sources could not be looked at and are not among them`
  return `exported ${artifacts} artifacts as ${format}${unseen}\n`
}
