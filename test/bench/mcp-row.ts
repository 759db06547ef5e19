import { sessionOf } from '@clawback/lab'
import type { Trace } from '@clawback/model'

/** What a server did. `note`: why there is less than hoped for. */
export interface Row {
  readonly status: string
  readonly tools?: number
  readonly called: number
  readonly succeeded: number
  readonly ms: number
  readonly note: string
}

/** What a session came to. `gap`: what intake could not look at. */
export function rowOf(trace: Trace, stderr: string, gap: string): Row {
  const { why, ...session } = sessionOf(trace)
  const note = session.succeeded > 0 ? '' : (why ?? lastLine(stderr))
  return { ...session, note: brief([gap, note].filter((part) => part !== '').join('; ')) }
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
}

/** Short, on one line, and safe in a table. */
export function brief(note: string): string {
  return note
    .replace(/[^ -~]+|[|\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
}

/** One line of a table: `| first | status | tools | tools called | tools that answered | s | note |`. */
export function lineOf(first: string, { status, tools, called, succeeded, ms, note }: Row): string {
  return `| ${first} | ${status} | ${tools ?? '–'} | ${called} | ${succeeded} | ${(ms / 1000).toFixed(1)} | ${note} |`
}

/** Whether a server listed its tools and answered at least one call without an error. */
export function hasAnswered({ tools, succeeded }: Row): boolean {
  return tools !== undefined && succeeded > 0
}
