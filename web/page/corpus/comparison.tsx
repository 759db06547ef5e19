import type { ComparedChange, ComparedSide, Comparison, CorpusIndex } from '@clawback/model'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Badge } from '../parts/badge.jsx'
import { ViewHeading } from '../parts/heading.jsx'
import { linkTo } from '../route.js'
import { useFile } from './load.js'
import { Waiting } from './waiting.jsx'

/** What can be compared: runs with the ones before, and another store. */
export function Comparisons({ index }: { readonly index: CorpusIndex }): JSX.Element {
  return (
    <>
      <ViewHeading title="Comparisons">Comparisons</ViewHeading>
      {index.comparisons.length === 0 ? (
        <p class="muted lead">
          There is one run in this store, and no other store to compare it with. A later run, or{' '}
          <code>clawback report --against STORE</code>, gives a comparison.
        </p>
      ) : (
        <ul class="list">
          {index.comparisons.map(({ id, before, after }) => (
            <li key={id}>
              <a href={linkTo('comparison', id)}>
                {before} → {after}
              </a>
            </li>
          ))}
        </ul>
      )}
      <h3>Runs</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Plan</th>
            <th scope="col">Begun</th>
            <th scope="col">Ended</th>
            <th scope="col" class="number">
              Judged
            </th>
            <th scope="col">Packs</th>
          </tr>
        </thead>
        <tbody>
          {index.runs.map(({ run, plan, started, ended, artifacts, packs }) => (
            <tr key={run}>
              <td>{run}</td>
              <td>{plan}</td>
              <td>{started}</td>
              <td>{ended ?? 'not ended'}</td>
              <td class="number">{artifacts.toLocaleString('en')}</td>
              <td class="muted">{packs.map((pack) => pack.split(' ')[0]).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const kinds = ['verdict', 'rules', 'content', 'new', 'gone'] as const
const meanings: Readonly<Record<ComparedChange['change'], string>> = {
  verdict: 'other verdict',
  rules: 'same verdict, other rules',
  content: 'other content, same verdict',
  new: 'new',
  gone: 'gone',
}
/** Changes shown at a time. */
const page = 300

/** One comparison, by kind of change. */
export function ComparisonPage({ id }: { readonly id: string }): JSX.Element {
  const loaded = useFile<Comparison>(`data/comparisons/${/^[0-9a-z-]+$/.test(id) ? id : 'none'}.json`)
  const [kind, setKind] = useState<ComparedChange['change']>()
  const [shown, setShown] = useState(page)
  if (loaded.state !== 'there') return <Waiting loaded={loaded} />
  const { before, after, places, changes } = loaded.value
  const chosen = kind === undefined ? changes : changes.filter(({ change }) => change === kind)
  return (
    <article>
      <p>
        <a href="#/comparisons">← All comparisons</a>
      </p>
      <ViewHeading title={`${before} → ${after}`}>
        {before} → {after}
      </ViewHeading>
      <p class="muted lead">
        {places[0].toLocaleString('en')} places before, {places[1].toLocaleString('en')} after;{' '}
        {changes.length} changes. What is the same is not listed.
      </p>
      <div class="chips" role="group" aria-label="Kinds of change">
        {kinds.map((one) => {
          const count = changes.filter(({ change }) => change === one).length
          return (
            <button
              key={one}
              type="button"
              aria-pressed={kind === one}
              disabled={count === 0}
              onClick={() => setKind(kind === one ? undefined : one)}
            >
              {meanings[one]} <strong>{count.toLocaleString('en')}</strong>
            </button>
          )
        })}
      </div>
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Place</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Because of</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {chosen.slice(0, shown).map((change) => (
            <Change key={change.place} change={change} />
          ))}
        </tbody>
      </table>
      {chosen.length > shown && (
        <button type="button" onClick={() => setShown(shown + page)}>
          {(chosen.length - shown).toLocaleString('en')} more
        </button>
      )}
    </article>
  )
}

function Change({ change }: { readonly change: ComparedChange }): JSX.Element {
  return (
    <tr>
      <td>{meanings[change.change]}</td>
      <td>{change.place}</td>
      <td>
        <Side side={change.before} />
      </td>
      <td>
        <Side side={change.after} />
      </td>
      <td>{change.causes.join(', ') || '—'}</td>
      <td class={`rules ${change.change}`}>
        {change.rulesNew.map((rule) => (
          <span key={rule} class="gained">
            + {rule}
          </span>
        ))}
        {change.rulesGone.map((rule) => (
          <span key={rule} class="lost">
            − {rule}
          </span>
        ))}
      </td>
    </tr>
  )
}

function Side({ side }: { readonly side: ComparedSide | undefined }): JSX.Element {
  if (side === undefined) return <span class="muted">—</span>
  return (
    <a href={linkTo('artifact', side.artifact)} class="plain">
      <Badge label={side.verdict} /> {side.score}
    </a>
  )
}
