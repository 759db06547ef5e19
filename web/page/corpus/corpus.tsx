import type { CorpusIndex } from '@clawback/model'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { parseRoute } from '../route.js'
import type { Route } from '../route.js'
import { ArtifactPage } from './artifact-page.jsx'
import { ComparisonPage, Comparisons } from './comparison.jsx'
import { Families, FamilyPage } from './families.jsx'
import { load, told } from './load.js'
import { Overview } from './overview.jsx'
import { useRows } from './use-rows.js'

/** The report of a corpus: its index first, everything else when it is looked at. */
export function Corpus(): JSX.Element {
  const [index, setIndex] = useState<CorpusIndex>()
  const [failure, setFailure] = useState<string>()
  useEffect(() => {
    load<CorpusIndex>('data/index.json').then(setIndex, (error: unknown) => setFailure(told(error)))
  }, [])
  if (failure !== undefined) return <Unreadable why={failure} />
  return index === undefined ? <p class="muted">Loading…</p> : <CorpusView index={index} />
}

function CorpusView({ index }: { readonly index: CorpusIndex }): JSX.Element {
  const route = useRoute()
  // What was searched for is still there when one comes back from an artifact.
  const [search, setSearch] = useState('')
  const rows = useRows(index)
  const find = (words: string): void => {
    setSearch(words)
    location.hash = '#/'
  }
  return (
    <>
      <Bar index={index} route={route} />
      <main id="main">
        {route.view === 'overview' && (
          <Overview index={index} rows={rows} search={search} onSearch={setSearch} />
        )}
        {route.view === 'artifact' && <ArtifactPage id={route.id} />}
        {route.view === 'families' && <Families families={index.families} />}
        {route.view === 'family' && <FamilyPage id={route.id} onFind={find} />}
        {route.view === 'comparisons' && <Comparisons index={index} />}
        {route.view === 'comparison' && <ComparisonPage id={route.id} />}
      </main>
    </>
  )
}

function Bar({ index, route }: { readonly index: CorpusIndex; readonly route: Route }): JSX.Element {
  const links = [
    { href: '#/', text: 'Artifacts', count: index.artifacts, views: ['overview', 'artifact'] },
    { href: '#/families', text: 'Campaigns', count: index.families.length, views: ['families', 'family'] },
    {
      href: '#/comparisons',
      text: 'Comparisons',
      count: index.comparisons.length,
      views: ['comparisons', 'comparison'],
    },
  ]
  return (
    <header class="bar">
      <h1>{index.title}</h1>
      <nav aria-label="Parts of the report">
        {links.map(({ href, text, count, views }) => (
          <a key={href} href={href} aria-current={views.includes(route.view) ? 'page' : undefined}>
            {text} <span class="count">{count.toLocaleString('en')}</span>
          </a>
        ))}
      </nav>
      <p class="muted made">
        as of <time dateTime={index.made}>{index.made.slice(0, 16).replace('T', ' ')} UTC</time>
      </p>
    </header>
  )
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash))
  useLayoutEffect(() => {
    const follow = (): void => {
      setRoute(parseRoute(location.hash))
      window.scrollTo(0, 0)
    }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return route
}

/** Browsers let no page that was opened from a disk read the files beside it. */
function Unreadable({ why }: { readonly why: string }): JSX.Element {
  return (
    <main>
      <h1>This report cannot be shown</h1>
      {location.protocol === 'file:' ? (
        <p>
          It is a folder of files, and a browser lets no page that was opened from a disk read them. Show it
          with <code>clawback report serve --folder FOLDER</code>, or put the folder on any web server.
        </p>
      ) : (
        <p>{why}</p>
      )}
    </main>
  )
}
