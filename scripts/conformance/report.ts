/** What the rules of one set came to. */
export interface Report {
  readonly set: string
  /** Whether everything was looked at and nothing is wrong. */
  readonly expected: boolean
  readonly counts: Readonly<Record<string, number>>
  /** Rules the compiler refused, with place and reason. */
  readonly refused: readonly string[]
  /** Rules that compile and are not loaded, with the reason. */
  readonly skipped: readonly string[]
  /** Everything that is not as it should be. */
  readonly wrong: readonly string[]
  /** What was not looked at, and how to have it looked at. */
  readonly left?: string
}

export function makeReport(set: string, parts: Partial<Omit<Report, 'set' | 'expected'>>): Report {
  const { counts = {}, refused = [], skipped = [], wrong = [], left } = parts
  const expected = wrong.length === 0
  return { set, expected, counts, refused, skipped, wrong, ...(left === undefined ? {} : { left }) }
}

/** A report for people: counts in one line, then every rule that stands out. */
export function sayReport({ set, expected, counts, refused, skipped, wrong, left }: Report): string {
  const numbers = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  const verdict = left === undefined ? (expected ? 'as expected' : 'NOT as expected') : 'skipped'
  return [
    `${set}: ${[verdict, ...numbers].join(', ')}`,
    ...(left === undefined ? [] : [`  ${left}`]),
    ...refused.map((one) => `  refused ${one}`),
    ...skipped.map((one) => `  skipped ${one}`),
    ...wrong.map((one) => `  wrong   ${one}`),
  ].join('\n')
}
