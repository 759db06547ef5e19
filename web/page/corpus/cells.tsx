import type { CorpusIndex, CorpusRow } from '@clawback/model'
import type { ComponentChildren } from 'preact'
import { Badge } from '../parts/badge.jsx'
import { linkTo } from '../route.js'
import type { Column } from './sort.js'

/** One column of the table: its title and how a row is shown in it. */
export interface Cell {
  readonly column: Column
  readonly title: string
  readonly draw: (row: CorpusRow, index: CorpusIndex) => ComponentChildren
}

export const cells: readonly Cell[] = [
  { column: 'verdict', title: 'Verdict', draw: ({ verdict }) => <Badge label={verdict} /> },
  { column: 'score', title: 'Score', draw: ({ score }) => score },
  {
    column: 'name',
    title: 'Artifact',
    draw: ({ id, name, source, copies }) => (
      <>
        <a href={linkTo('artifact', id)} tabIndex={-1} title={name}>
          {name}
        </a>
        <span class="muted below" title={source}>
          {source}
          {copies > 1 ? ` and ${copies - 1} more` : ''}
        </span>
      </>
    ),
  },
  { column: 'kind', title: 'Kind', draw: ({ kind }) => kind },
  { column: 'rules', title: 'Rules', draw: drawRules },
  { column: 'label', title: 'Label', draw: ({ labels }) => labels.join(', ') || '—' },
  {
    column: 'families',
    title: 'Campaigns',
    draw: ({ families }, index) => (families.length === 0 ? '—' : drawFamilies(families, index)),
  },
]

/** Rules gravest first: one line of titles under their number. */
function drawRules({ rules }: CorpusRow, index: CorpusIndex): ComponentChildren {
  if (rules.length === 0) return <span class="muted">—</span>
  const told = rules
    .flatMap((at) => index.rules[at] ?? [])
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
  const titles = told.map(({ title }) => title).join(' · ')
  return (
    <>
      <span class="levels">
        {levels.map((level) => {
          const count = told.filter((rule) => rule.level === level).length
          return count === 0 ? null : (
            <span key={level} class={`level ${level}`}>
              {count} {level}
            </span>
          )
        })}
      </span>
      <span class="muted below" title={titles}>
        {titles}
      </span>
    </>
  )
}

function drawFamilies(ids: readonly string[], { families }: CorpusIndex): ComponentChildren {
  const names = ids.map((id) => families.find((family) => family.id === id)?.name ?? '')
  return (
    <span class="one-line" title={names.join(', ')}>
      {names[0]}
      {names.length > 1 ? ` +${names.length - 1}` : ''}
    </span>
  )
}

const levels = ['critical', 'high', 'medium', 'low', 'informational'] as const
