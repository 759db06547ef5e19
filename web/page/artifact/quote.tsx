import type { JSX } from 'preact'
import type { Quote, Region } from '@clawback/model'

interface Props {
  readonly region: Region
  readonly quotes: readonly Quote[]
}

/** Lines kept around a place: quotes of places that touch are one. */
const around = 2

/** The lines of the sample at a place, with those of the place marked; or why they are not at hand. */
export function SourceLines({ region, quotes }: Props): JSX.Element | null {
  const { path, line } = region
  const own = quotes.filter((quote) => quote.path === path)
  const missing = own.find((quote) => 'missing' in quote)
  if (line === undefined) return null
  const last = region.lineEnd ?? line
  const quote = own.find((one) => 'lines' in one && one.from <= line && line < one.from + one.lines.length)
  if (quote === undefined || !('lines' in quote))
    return (
      <p class="muted source-missing">
        Source not at hand{missing !== undefined && 'missing' in missing ? `: ${missing.missing}` : ''}.
      </p>
    )
  const shown = quote.lines
    .map((text, at) => ({ number: quote.from + at, text }))
    .filter(({ number }) => number >= line - around && number <= last + around)
  return (
    <div
      class="source"
      tabIndex={0}
      role="group"
      aria-label={`${path} from line ${shown[0]?.number ?? line}`}
    >
      {shown.map(({ number, text }) => (
        <div key={number} class={number >= line && number <= last ? 'line at' : 'line'}>
          <span class="line-number">{number}</span>
          <code>{text === '' ? ' ' : text}</code>
        </div>
      ))}
    </div>
  )
}
