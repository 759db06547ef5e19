import { ClawbackError } from '@clawback/model'
import { safeDisplay } from '@clawback/text'

/** Writes an error to stderr, as text with its mend or as one JSON object, and gives the exit code. */
export function reportError(error: unknown, json: boolean): number {
  const known = error instanceof ClawbackError
  const usage = typeof error === 'string' || (error instanceof Error && error.name === 'YError')
  const message = error instanceof Error ? error.message : String(error)
  const code = known ? error.code : usage ? 'USAGE' : 'INTERNAL'
  const exitCode = known ? error.exitCode : usage ? 2 : 5
  const mend = known
    ? error.mend
    : usage
      ? 'See --help.'
      : 'Please report it with the output of `clawback doctor`.'
  if (json) process.stderr.write(`${JSON.stringify({ error: { code, message, mend, exitCode } })}\n`)
  else process.stderr.write(`clawback: ${safeDisplay(message)}\nmend:     ${safeDisplay(mend)}\n`)
  if (!known && !usage && error instanceof Error && process.env['CLAWBACK_DEBUG'] !== undefined)
    process.stderr.write(`${safeDisplay(error.stack ?? '')}\n`)
  return exitCode
}
