import type { JSX } from 'preact'
import type { Basis, ReportArtifact } from '@clawback/model'

const bases: readonly Basis[] = ['declared', 'static', 'observed']

/** The capability matrix: what was declared, what the code could do, what it did. */
export function Capabilities({ artifact }: { readonly artifact: ReportArtifact }): JSX.Element {
  const hidden = new Set(artifact.hidden)
  return (
    <section>
      <h3>Capabilities</h3>
      {artifact.capabilities.length === 0 ? (
        <p class="muted">None seen.</p>
      ) : (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Action</th>
                <th scope="col">Target</th>
                {bases.map((basis) => (
                  <th scope="col" key={basis}>
                    {basis}
                  </th>
                ))}
                <th scope="col">Hidden</th>
              </tr>
            </thead>
            <tbody>
              {artifact.capabilities.map((one, i) => (
                <tr key={i}>
                  <td>{one.action}</td>
                  <td>
                    <code>{one.target}</code>
                  </td>
                  {bases.map((basis) => (
                    <td key={basis}>{one.bases.includes(basis) ? 'yes' : '—'}</td>
                  ))}
                  <td>{hidden.has(`${one.action} ${one.target}`) ? 'yes' : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
