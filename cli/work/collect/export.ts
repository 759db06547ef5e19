import { exportQuarantine } from '@clawback/lab'
import { createProgress } from '../../terminal/progress.js'
import { seldom } from './seldom.js'

interface ExportArguments {
  readonly folder: string
  readonly output: string
  readonly password?: string | undefined
  readonly strong: boolean
  readonly age: readonly string[]
  readonly quiet: boolean
  readonly json: boolean
}

/** Writes a quarantine as one encrypted file. */
export async function runExport(given: ExportArguments): Promise<number> {
  const { folder, output, password, strong, age } = given
  const progress = createProgress(given.quiet)
  const onStep = seldom((text) => progress.step(text))
  const options = { folder, output, strong, age, onStep, ...(password === undefined ? {} : { password }) }
  const done = await exportQuarantine(options).finally(() => progress.done())
  const text = `${output}: ${done.files} files, ${(done.bytes / 1024 / 1024).toFixed(1)} MB`
  process.stdout.write(`${given.json ? JSON.stringify({ output, ...done }) : text}\n`)
  return 0
}
