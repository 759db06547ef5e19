import { useLayoutEffect, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { ReportData } from '@clawback/model'
import { ArtifactView } from './artifact/artifact.jsx'
import { IncidentView } from './incident.jsx'
import { Overview } from './overview.jsx'

/** A report that stands alone: an overview table, one artifact at a time, and the incidents. */
export function Page({ data }: { readonly data: ReportData }): JSX.Element {
  const [only] = data.artifacts
  const alone = data.artifacts.length === 1 && data.incidents.length === 0
  const [open, setOpen] = useState(fromHash())
  useLayoutEffect(() => {
    const follow = (): void => {
      setOpen(fromHash())
      window.scrollTo(0, 0)
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  const artifact = alone ? only : data.artifacts.find((one) => one.id === open)
  return (
    <>
      <header class="bar">
        <h1>{data.title}</h1>
        <p class="muted made">
          made <time dateTime={data.made}>{data.made}</time> · sample content is shown as text only; this page
          loads nothing
        </p>
      </header>
      <main>
        {data.notices !== undefined && (
          <ul class="warning">
            {data.notices.map((notice, i) => (
              <li key={i}>{notice}</li>
            ))}
          </ul>
        )}
        {artifact === undefined ? (
          <>
            {(data.artifacts.length > 0 || data.incidents.length === 0) && (
              <Overview title={data.title} artifacts={data.artifacts} />
            )}
            {data.incidents.map((incident) => (
              <IncidentView key={incident.id} incident={incident} />
            ))}
          </>
        ) : (
          <ArtifactView artifact={artifact} back={alone ? null : <a href="#">← All artifacts</a>} />
        )}
      </main>
    </>
  )
}

/** A fragment keeps the choice in the address bar and works from a file: URL. */
function fromHash(): string {
  try {
    return decodeURIComponent(location.hash.slice(1))
  } catch {
    return ''
  }
}
