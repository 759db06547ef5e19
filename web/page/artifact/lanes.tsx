import type { JSX } from 'preact'
import type { TimelineRow } from '@clawback/model'

/** Runs that have a picture of their own; all are in the table. */
const most = 4
const [width, lane, label] = [1240, 22, 110]

/** When what happened: for each run a lane for each kind of thing, a dot for each event. The table says it in words. */
export function Lanes({ rows }: { readonly rows: readonly TimelineRow[] }): JSX.Element {
  const runs = [...new Set(rows.map(({ run }) => run))]
  return (
    <>
      {runs.slice(0, most).map((run) => (
        <RunLanes key={run} run={run} rows={rows.filter((row) => row.run === run)} />
      ))}
      {runs.length > most && <p class="muted">{runs.length - most} more runs are in the table.</p>}
    </>
  )
}

function RunLanes({
  run,
  rows,
}: {
  readonly run: string
  readonly rows: readonly TimelineRow[]
}): JSX.Element {
  const nouns = [...new Set(rows.map(nounOf))].sort()
  const longest = Math.max(1, ...rows.map(({ ms }) => ms))
  const height = nouns.length * lane + 24
  const xOf = (ms: number): number => label + 10 + (ms / longest) * (width - label - 30)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * longest)
  return (
    <figure class="map lanes">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${rows.length} events of run ${run} in ${Math.round(longest)} milliseconds; the table lists them`}
      >
        {ticks.map((ms) => (
          <g key={ms} class="tick">
            <line x1={xOf(ms)} x2={xOf(ms)} y1="0" y2={height - 20} />
            <text
              x={xOf(ms)}
              y={height - 6}
              text-anchor={ms === 0 ? 'start' : ms === longest ? 'end' : 'middle'}
            >
              {Math.round(ms).toLocaleString('en')} ms
            </text>
          </g>
        ))}
        {nouns.map((noun, at) => (
          <text key={noun} x={label} y={at * lane + 15} text-anchor="end" class="lane">
            {noun}
          </text>
        ))}
        {dotsOf(rows, nouns, xOf).map(({ key, x, y, marked }) => (
          <circle key={key} class={marked ? 'dot marked' : 'dot'} cx={x} cy={y} r={marked ? 5 : 3} />
        ))}
      </svg>
      <figcaption class="muted">run {run.slice(0, 8)}</figcaption>
    </figure>
  )
}

interface Dot {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly marked: boolean
}

/** Events that would lie on each other are one dot; those that rules rest on are drawn last, above the others. */
function dotsOf(
  rows: readonly TimelineRow[],
  nouns: readonly string[],
  xOf: (ms: number) => number,
): readonly Dot[] {
  const dots = new Map<string, Dot>()
  for (const row of rows) {
    const marked = row.rules.length > 0
    const [x, y] = [Math.round(xOf(row.ms) / 2) * 2, nouns.indexOf(nounOf(row)) * lane + 11]
    const key = `${x} ${y} ${marked ? 'marked' : ''}`
    dots.set(key, { key, x, y, marked })
  }
  return [...dots.values()].sort((a, b) => Number(a.marked) - Number(b.marked))
}

function nounOf({ kind }: TimelineRow): string {
  return kind.split('.')[0] ?? kind
}
