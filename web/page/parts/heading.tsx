import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** The heading of a view; it takes the focus when the view opens, so that a screen reader says where one is. */
export function ViewHeading({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}): JSX.Element {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
    ref.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <h2 ref={ref} tabIndex={-1} class="view">
      {children}
    </h2>
  )
}
