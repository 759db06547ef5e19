import type { JSX } from 'preact'
import type { Count, VerdictLabel } from '@clawback/model'

/** Gravest first: the order of every list and bar. */
export const verdictOrder: readonly VerdictLabel[] = ['malicious', 'suspicious', 'undetermined', 'benign']

/** A bar of verdicts, as wide as its share of `of`. Its numbers are said beside it, so it is hidden from readers. */
export function VerdictBar({
  verdicts,
  of,
}: {
  readonly verdicts: Count['verdicts']
  readonly of: number
}): JSX.Element {
  return (
    <span class="stack" aria-hidden="true">
      {verdictOrder.map((label) => (
        <span
          key={label}
          class={`part ${label}`}
          style={{ width: `${of === 0 ? 0 : (verdicts[label] / of) * 100}%` }}
        />
      ))}
    </span>
  )
}

/** `3 malicious, 1 benign`. */
export function tellVerdicts(verdicts: Count['verdicts']): string {
  return verdictOrder
    .filter((label) => verdicts[label] > 0)
    .map((label) => `${verdicts[label].toLocaleString('en')} ${label}`)
    .join(', ')
}
