import type { JSX } from 'preact'
import type { ReportArtifact } from '@clawback/model'
import { linkTo } from '../route.js'

/** What it is, where it is from, and how much of it was looked at. */
export function Identity({ artifact }: { readonly artifact: ReportArtifact }): JSX.Element {
  const { verdict, coverage, origin, corpus } = artifact
  return (
    <dl class="facts">
      <dt>Kind</dt>
      <dd>{artifact.kind}</dd>
      <dt>Content</dt>
      <dd>
        <code>{artifact.id}</code>
      </dd>
      <dt>Origin</dt>
      <dd>
        {origin.type}: {origin.locator}
        {origin.inside === undefined ? '' : ` › ${origin.inside}`}
        {origin.pin === undefined ? '' : ` (${origin.pin})`}
      </dd>
      <dt>Verdict</dt>
      <dd>
        by {verdict.policy}, from what was {verdict.basis === 'static' ? 'read' : 'read and run'}
        {verdict.suppressed === undefined ? '' : `; ${verdict.suppressed} suppressed matches left out`}
      </dd>
      <dt>Looked at</dt>
      <dd>
        {coverage.files.read} of {coverage.files.total} files read
        {coverage.entries === undefined
          ? '; nothing was run'
          : `; ${coverage.entries.ran} of ${coverage.entries.total} entry points ran past their imports`}
        {coverage.since === undefined
          ? ''
          : `; examined because of changes since ${coverage.since.ref}: ${coverage.since.changed.join(', ')}`}
      </dd>
      {corpus !== undefined && <Standing corpus={corpus} />}
    </dl>
  )
}

function Standing({ corpus }: { readonly corpus: NonNullable<ReportArtifact['corpus']> }): JSX.Element {
  const { examined, sources, labels, labelled, families } = corpus
  return (
    <>
      <dt>Examined</dt>
      <dd>{examined}</dd>
      <dt>In the corpus</dt>
      <dd>
        {sources.length === 0 ? 'at no place any more' : sources.slice(0, 3).join(', ')}
        {sources.length > 3 ? ` and ${sources.length - 3} more places` : ''}
      </dd>
      {labels.length > 0 && (
        <>
          <dt>Labels</dt>
          <dd>
            {labels.join(', ')} <span class="muted">by {labelled.join(', ') || 'nobody named'}</span>
          </dd>
        </>
      )}
      {families.length > 0 && (
        <>
          <dt>Campaigns</dt>
          <dd class="links">
            {families.map(({ id, name }) => (
              <a key={id} href={linkTo('family', id)}>
                {name}
              </a>
            ))}
          </dd>
        </>
      )}
    </>
  )
}
