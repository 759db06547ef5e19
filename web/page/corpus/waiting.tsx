import type { JSX } from 'preact'
import type { Loaded } from './load.js'

/** What stands in the place of a view while its file is loaded, or when it cannot be had. */
export function Waiting({ loaded }: { readonly loaded: Loaded<unknown> }): JSX.Element {
  if (loaded.state === 'failed')
    return (
      <p role="alert" class="warning">
        {loaded.why} <a href="#/">Back to all artifacts</a>
      </p>
    )
  return (
    <p class="muted" role="status">
      Loading…
    </p>
  )
}
