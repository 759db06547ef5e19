import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** The heading of a view; it takes the focus when the view opens, so that a screen reader says where one is. */
export function ViewHeading({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}): JSX.Element {
  const ref = useRef<HTMLHeadingElement>(null)
  // Before a person can act on what they see: taking the focus later would take it from where they put it.
  useLayoutEffect(() => {
    document.title = title
    ref.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <h2 ref={ref} tabIndex={-1} class="view">
      {children}
    </h2>
  )
}
