import type { JSX } from 'preact'

/** A label with a shape as well as a colour, so that it reads without colour. */
export function Badge({ label }: { readonly label: string }): JSX.Element {
  const mark = marks[label] ?? '·'
  return (
    <span class={`badge ${label}`}>
      <span aria-hidden="true">{mark}</span> {label}
    </span>
  )
}

const marks: Readonly<Record<string, string>> = {
  malicious: '✖',
  suspicious: '▲',
  undetermined: '?',
  benign: '✓',
  critical: '✖',
  high: '✖',
  medium: '▲',
}
