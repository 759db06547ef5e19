import { ClawbackError } from '@clawback/model'

/** One line of NDJSON whose members are still to be checked. */
export interface ObjectLine {
  /** Empty when the line is JSON and no object. */
  readonly line: Readonly<Record<string, unknown>>
  /** INPUT_MALFORMED at this line. */
  readonly fail: (detail: string, cause?: unknown) => ClawbackError
}

/** Reads a line that nobody vouches for. `where` is file:line. Throws INPUT_MALFORMED when it is not JSON. */
export function readObjectLine(text: string, where: string, mend: string): ObjectLine {
  const fail = (detail: string, cause?: unknown): ClawbackError =>
    new ClawbackError('INPUT_MALFORMED', { where, detail, mend }, cause)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw fail('the line is not JSON', error)
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return { line: isObject ? (value as Record<string, unknown>) : {}, fail }
}
