import type { ComponentChildren, JSX } from 'preact'

interface Props {
  readonly id: string
  readonly title: string
  /** Said beside the title: how many there are. */
  readonly count?: number | string
  readonly children: ComponentChildren
}

/** A part of a page with a heading of its own. */
export function Section({ id, title, count, children }: Props): JSX.Element {
  return (
    <section aria-labelledby={id} class="part-of-page">
      <h3 id={id}>
        {title} {count !== undefined && <span class="count">{count.toLocaleString('en')}</span>}
      </h3>
      {children}
    </section>
  )
}
