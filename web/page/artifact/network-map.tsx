import type { JSX } from 'preact'
import type { ReportArtifact, ReportHost } from '@clawback/model'

/** Hosts and processes that the map has room for; the table below it has them all. */
const most = 16
const step = 26
const [left, right, width] = [400, 800, 1240]

interface Node {
  readonly id: string
  readonly text: string
}

/**
 * Who reached what: what could name a host on the left (the files, and each process that reached for one), hosts on the
 * right; a full line was seen, a broken one is only written. The table beside it says the same in words.
 */
export function NetworkMap({ artifact }: { readonly artifact: ReportArtifact }): JSX.Element {
  const hosts = artifact.hosts.slice(0, most)
  const actors = actorsOf(artifact, hosts)
  const height = Math.max(actors.length, hosts.length) * step + 10
  const yOf = (at: number, of: number): number => ((at + 0.5) * (height - 10)) / of + 5
  const edges = hosts.flatMap((host, to) =>
    actors.flatMap(({ id }, from) => {
      const seen = host.processes.includes(id)
      return seen || (id === 'files' && host.places.length > 0) ? [{ from, to, seen }] : []
    }),
  )
  return (
    <figure class="map">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${actors.length} places on the left lead to ${hosts.length} hosts on the right; the table says which`}
      >
        {edges.map(({ from, to, seen }) => {
          const [a, b] = [yOf(from, actors.length), yOf(to, hosts.length)]
          const middle = (left + right) / 2
          return (
            <path
              key={`${from} ${to}`}
              class={seen ? 'seen' : 'written'}
              d={`M ${left} ${a} C ${middle} ${a}, ${middle} ${b}, ${right} ${b}`}
            />
          )
        })}
        {actors.map(({ id, text }, at) => (
          <g key={id} class="actor">
            <circle cx={left} cy={yOf(at, actors.length)} r="4" />
            <text x={left - 12} y={yOf(at, actors.length) + 4} text-anchor="end">
              {short(text)}
            </text>
          </g>
        ))}
        {hosts.map(({ host, events }, at) => (
          <g key={host} class={events.length > 0 ? 'host reached' : 'host'}>
            <circle cx={right} cy={yOf(at, hosts.length)} r="4" />
            <text x={right + 12} y={yOf(at, hosts.length) + 4}>
              {short(host)}
            </text>
          </g>
        ))}
      </svg>
      <figcaption class="muted">
        <span class="key seen" aria-hidden="true" /> reached for in a run{' '}
        <span class="key written" aria-hidden="true" /> only written
        {artifact.hosts.length > hosts.length ? ` · ${hosts.length} of ${artifact.hosts.length} hosts` : ''}
      </figcaption>
    </figure>
  )
}

/** The files as one, then the processes that reached for something. */
function actorsOf({ processes }: ReportArtifact, hosts: readonly ReportHost[]): readonly Node[] {
  const commands = new Map(processes.map(({ run, id, command }) => [`${run} ${id}`, command]))
  const reaching = [...new Set(hosts.flatMap((host) => host.processes))].slice(0, most)
  const named = hosts.some(({ places }) => places.length > 0)
  return [
    ...(named ? [{ id: 'files', text: 'written in its files' }] : []),
    ...reaching.map((id) => ({ id, text: commands.get(id) ?? id })),
  ]
}

function short(text: string): string {
  return text.length <= 56 ? text : `${text.slice(0, 55).toWellFormed()}…`
}
