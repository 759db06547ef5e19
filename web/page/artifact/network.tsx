import type { JSX } from 'preact'
import type { ReportArtifact, ReportHost } from '@clawback/model'
import { Section } from '../parts/section.jsx'
import { NetworkMap } from './network-map.jsx'

/** The hosts it names or reached for: a map of who reached what, and all of them as a table. */
export function Network({ artifact }: { readonly artifact: ReportArtifact }): JSX.Element {
  const { hosts } = artifact
  return (
    <Section id="network" title="Network" count={hosts.length}>
      {hosts.length === 0 ? (
        <p class="muted">No host is named{artifact.runs.length > 0 ? ', and none was reached for' : ''}.</p>
      ) : (
        <>
          <NetworkMap artifact={artifact} />
          <table class="hosts">
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">Named at</th>
                <th scope="col">Reached for</th>
              </tr>
            </thead>
            <tbody>
              {hosts.map((host) => (
                <HostRow key={host.host} host={host} ran={artifact.runs.length > 0} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  )
}

function HostRow({ host, ran }: { readonly host: ReportHost; readonly ran: boolean }): JSX.Element {
  return (
    <tr class={host.events.length > 0 ? 'marked' : ''}>
      <td>
        <code>{host.host}</code>
      </td>
      <td class="muted">{host.places.length === 0 ? 'nowhere' : host.places.join(', ')}</td>
      <td>
        {host.events.length === 0
          ? ran
            ? 'no'
            : 'not run'
          : host.events.map(({ kind, count }) => `${kind} ×${count}`).join(', ')}
      </td>
    </tr>
  )
}
