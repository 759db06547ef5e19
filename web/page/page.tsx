import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { ReportData } from '@clawback/model'
import { ArtifactView } from './artifact.jsx'
import { IncidentView } from './incident.jsx'
import { Overview } from './overview.jsx'

/** The whole report: an overview table, one artifact at a time, and the incidents. */
export function Page({ data }: { readonly data: ReportData }): JSX.Element {
  const [open, setOpen] = useState<string | undefined>(fromHash())
  const show = (id: string | undefined): void => {
    setOpen(id)
    // A fragment keeps the choice in the address bar and works from a file: URL.
    location.hash = id ?? ''
    window.scrollTo(0, 0)
  }
  const artifact = data.artifacts.find((one) => one.id === open)
  return (
    <>
      <header>
        <h1>{data.title}</h1>
        <p class="muted">
          Made <time dateTime={data.made}>{data.made}</time>. Sample content is shown as text only; this page
          loads nothing.
        </p>
      </header>
      <main>
        {artifact === undefined ? (
          <>
            {data.notices !== undefined && (
              <ul>
                {data.notices.map((notice, i) => (
                  <li key={i}>{notice}</li>
                ))}
              </ul>
            )}
            <Overview artifacts={data.artifacts} onOpen={show} />
            {data.incidents.map((incident) => (
              <IncidentView key={incident.id} incident={incident} />
            ))}
          </>
        ) : (
          <ArtifactView artifact={artifact} onBack={() => show(undefined)} />
        )}
      </main>
    </>
  )
}

function fromHash(): string | undefined {
  const id = decodeURIComponent(location.hash.slice(1))
  return id === '' ? undefined : id
}
