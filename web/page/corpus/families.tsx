import type { Family, FamilySummary, Shared } from '@clawback/model'
import type { JSX } from 'preact'
import { Badge } from '../parts/badge.jsx'
import { ViewHeading } from '../parts/heading.jsx'
import { Section } from '../parts/section.jsx'
import { tellVerdicts, VerdictBar } from '../parts/verdicts.jsx'
import { linkTo } from '../route.js'
import { useFile } from './load.js'
import { toggleTerm } from './search.js'
import { Waiting } from './waiting.jsx'

const bases = {
  label: 'labels say so',
  host: 'the same uncommon host',
  likeness: 'near-duplicates',
  campaign: 'unlike, with uncommon infrastructure in common',
} as const
const told = {
  label: 'that labels name so',
  host: 'that name the same uncommon host',
  likeness: 'that are near-duplicates of each other, directly or over others',
  campaign: 'that are not copies of each other and name the same uncommon infrastructure',
} as const

/** All groups of a corpus: those with the most that is not benign first. */
export function Families({ families }: { readonly families: readonly FamilySummary[] }): JSX.Element {
  const widest = Math.max(1, ...families.map(({ members }) => members))
  return (
    <>
      <ViewHeading title="Campaigns">Campaigns</ViewHeading>
      <p class="muted lead">
        Artifacts that belong together: because labels say so, because they are near-duplicates, or because
        they name the same things outside that few others name. That they share something is what was seen; it
        is no verdict.
      </p>
      {families.length === 0 && <p>There are none in this corpus.</p>}
      <table class="families">
        <thead>
          <tr>
            <th scope="col">Campaign</th>
            <th scope="col">Why it is one</th>
            <th scope="col" class="number">
              Artifacts
            </th>
            <th scope="col">Verdicts</th>
          </tr>
        </thead>
        <tbody>
          {families.map(({ id, name, basis, members, verdicts }) => (
            <tr key={id}>
              <td>
                <a href={linkTo('family', id)}>{name}</a>
              </td>
              <td class="muted">{bases[basis]}</td>
              <td class="number">{members.toLocaleString('en')}</td>
              <td class="verdict-bar">
                <VerdictBar verdicts={verdicts} of={widest} />
                <span class="muted">{tellVerdicts(verdicts)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

interface FamilyProps {
  readonly id: string
  readonly onFind: (search: string) => void
}

/** One group: what its members share, rarest elsewhere first, and who they are. */
export function FamilyPage({ id, onFind }: FamilyProps): JSX.Element {
  const loaded = useFile<Family>(`data/families/${id}.json`)
  if (loaded.state !== 'there') return <Waiting loaded={loaded} />
  const { name, basis, members, shared } = loaded.value
  return (
    <article>
      <p>
        <a href="#/families">← All campaigns</a>
      </p>
      <ViewHeading title={name}>{name}</ViewHeading>
      <p class="muted lead">
        {members.length.toLocaleString('en')} artifacts {told[basis]}.{' '}
        {basis === 'label' && (
          <button type="button" class="plain" onClick={() => onFind(toggleTerm('', 'family', name))}>
            Show them in the table
          </button>
        )}
      </p>
      <div class="columns">
        <SharedList id="shared-hosts" title="Hosts they share" of={members.length} shared={shared.hosts} />
        <SharedList id="shared-rules" title="Rules they share" of={members.length} shared={shared.rules} />
        <SharedList
          id="shared-capabilities"
          title="Capabilities they share"
          of={members.length}
          shared={shared.capabilities}
        />
        {shared.text !== undefined && (
          <SharedList id="shared-text" title="Text they share" of={members.length} shared={shared.text} />
        )}
        {shared.code !== undefined && (
          <SharedList id="shared-code" title="Code they share" of={members.length} shared={shared.code} />
        )}
      </div>
      <Section id="members" title="Artifacts" count={members.length}>
        <table>
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                Score
              </th>
              <th scope="col">Artifact</th>
              <th scope="col">Found at</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <td>
                  <Badge label={member.verdict} />
                </td>
                <td class="number">{member.score}</td>
                <td>
                  <a href={linkTo('artifact', member.id)}>{member.name}</a>
                </td>
                <td class="muted">{member.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </article>
  )
}

interface SharedProps {
  readonly id: string
  readonly title: string
  readonly of: number
  readonly shared: readonly Shared[]
}

function SharedList({ id, title, of, shared }: SharedProps): JSX.Element {
  return (
    <section class="card" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {shared.length === 0 && <p class="muted">Nothing that two of them have.</p>}
      <ul class="shared">
        {shared.map(({ name, members, elsewhere }) => (
          <li key={name}>
            <code>{name}</code>
            <span class="number">
              {members} of {of}
            </span>
            <span class={elsewhere === 0 ? '' : 'muted'}>
              {elsewhere === 0 ? 'nowhere else' : `${elsewhere.toLocaleString('en')} elsewhere`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
