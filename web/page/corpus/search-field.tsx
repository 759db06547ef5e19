import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface Props {
  readonly search: string
  readonly onSearch: (search: string) => void
  /** What was found, said to screen readers when it changes. */
  readonly children: ComponentChildren
}

/** The search of the table: `/` leads to it, Escape empties it, the arrow down leads to the rows. */
export function SearchField({ search, onSearch, children }: Props): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  // As soon as it is seen: a key pressed at first sight counts.
  useLayoutEffect(() => {
    const slash = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      ref.current?.focus()
      ref.current?.select()
    }
    window.addEventListener('keydown', slash)
    return () => window.removeEventListener('keydown', slash)
  }, [])
  return (
    <div class="search" role="search">
      <label>
        <span class="hidden-text">Search artifacts</span>
        <input
          ref={ref}
          type="search"
          value={search}
          placeholder="Search   name   rule:curl   host:example.com   can:net   label:malicious"
          aria-describedby="search-help"
          aria-keyshortcuts="/"
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onSearch('')
            else if (event.key === 'ArrowDown') document.getElementById('artifacts')?.focus()
            else return
            event.preventDefault()
          }}
        />
      </label>
      <kbd aria-hidden="true">/</kbd>
      <p role="status">{children}</p>
      <p id="search-help" class="hidden-text">
        Words must all be found. rule:, host:, can:, label:, family:, kind:, verdict:, name: and source: look
        in one property. Arrow down leads to the rows.
      </p>
    </div>
  )
}
