import type { JSX } from 'preact'

/** A label with a shape as well as a colour, so that it reads without colour. */
export function Badge({ label }: { readonly label: string }): JSX.Element {
  return (
    <span class={`badge ${marks.has(label) ? label : ''}`}>
      <span aria-hidden="true">{marks.get(label) ?? '·'}</span> {label}
    </span>
  )
}

const marks: ReadonlyMap<string, string> = new Map([
  ['malicious', '✖'],
  ['suspicious', '▲'],
  ['undetermined', '?'],
  ['benign', '✓'],
  ['critical', '✖'],
  ['high', '✖'],
  ['medium', '▲'],
  ['low', '▽'],
  ['informational', '·'],
])
