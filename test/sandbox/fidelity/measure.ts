import { fileURLToPath } from 'node:url'
import type { TraceEvent } from '@clawback/model'
import type { OpenCell } from '@clawback/sandbox'
import { runOf } from '../../../sandbox/cells/fixtures.js'
import { isExplained } from './explained.js'
import { languages } from './languages.js'
import type { Language } from './languages.js'
import type { Behaviour, Expected } from './behaviours.js'

/** What came of one program: which of the records it must lead to were there. */
export interface Row {
  readonly behaviour: Behaviour
  readonly language: Language
  readonly status: string
  readonly asked: number
  readonly missing: readonly Expected[]
  /** Records that the program does not account for; only a program that does nothing is held to none. */
  readonly unexplained: readonly TraceEvent[]
}

/** Runs the program of a behaviour in a language in an open cell, and compares what was seen with what it does. */
export async function measure(cell: OpenCell, behaviour: Behaviour, language: Language): Promise<Row> {
  const root = fileURLToPath(new URL(`programs/${behaviour.name}`, import.meta.url))
  const { trace } = await cell.run(runOf(root, [languages[language], `/skill/run.${language}`]))
  const expected = [
    ...(behaviour.blind?.[language] === undefined ? behaviour.seen : []),
    ...(behaviour.also?.[language] ?? []),
  ]
  return {
    behaviour,
    language,
    status: trace.outcome.status,
    asked: expected.length,
    missing: expected.filter((one) => !trace.events.some((event) => fits(event, one))),
    unexplained: trace.events.filter((event) => !isExplained(event, language)),
  }
}

function fits(event: TraceEvent, expected: Expected): boolean {
  return Object.entries(expected).every(([name, value]) => {
    const found = event[name]
    return value instanceof RegExp ? typeof found === 'string' && value.test(found) : found === value
  })
}
