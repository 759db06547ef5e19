import { safeDisplay } from '@clawback/text'

export interface Progress {
  /** Says what is being done now. */
  step(text: string): void
  /** Ends the progress line. */
  done(): void
}

/**
 * Progress on stderr: one line rewritten on a terminal, a line per step otherwise once the job has lasted two seconds
 * (so that quick jobs stay silent in logs).
 */
export function createProgress(quiet = false): Progress {
  const started = performance.now()
  const terminal = process.stderr.isTTY
  if (quiet) return { step: () => undefined, done: () => undefined }
  return {
    step(text) {
      const line = safeDisplay(text).slice(0, Math.max(40, (process.stderr.columns || 100) - 1))
      if (terminal) process.stderr.write(`\r\u001b[K${line}`)
      else if (performance.now() - started > 2000) process.stderr.write(`${line}\n`)
    },
    done() {
      if (terminal) process.stderr.write('\r\u001b[K')
    },
  }
}
