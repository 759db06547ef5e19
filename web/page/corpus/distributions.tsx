import type { CorpusIndex, Count } from '@clawback/model'
import type { JSX } from 'preact'
import { tellVerdicts, VerdictBar, verdictOrder } from '../parts/verdicts.jsx'
import { hasTerm, toggleTerm } from './search.js'
import type { Field } from './search.js'

interface Props {
  readonly index: CorpusIndex
  readonly search: string
  readonly onSearch: (search: string) => void
}

/** What a corpus is made of. Every line is a filter of the table below. */
export function Distributions({ index, search, onSearch }: Props): JSX.Element {
  const { overview, artifacts } = index
  const { distinct } = overview
  const filter = { search, onSearch }
  return (
    <div class="distributions">
      <div class="card">
        <Verdicts {...filter} verdicts={overview.verdicts} of={artifacts} />
        <Bars {...filter} title="Labels" field="label" counts={overview.labels.slice(0, 4)} />
        <Bars {...filter} title="Kinds" field="kind" counts={overview.kinds.slice(0, 4)} />
      </div>
      <div class="card">
        <Scores scores={overview.scores} />
        <Bars
          {...filter}
          title="Capabilities"
          of={distinct.actions}
          field="can"
          counts={overview.actions.slice(0, 7)}
        />
      </div>
      <div class="card">
        <Bars {...filter} title="Rules" of={distinct.rules} field="rule" counts={overview.rules} />
      </div>
      <div class="card">
        <Bars {...filter} title="Hosts" of={distinct.hosts} field="host" counts={overview.hosts} />
      </div>
    </div>
  )
}

interface VerdictsProps extends Omit<Props, 'index'> {
  readonly verdicts: Count['verdicts']
  readonly of: number
}

function Verdicts({ verdicts, of, search, onSearch }: VerdictsProps): JSX.Element {
  return (
    <section class="verdicts" aria-labelledby="verdicts">
      <h3 id="verdicts">Verdicts</h3>
      <VerdictBar verdicts={verdicts} of={of} />
      <ul>
        {verdictOrder.map((label) => (
          <li key={label}>
            <button
              type="button"
              aria-pressed={hasTerm(search, 'verdict', label)}
              onClick={() => onSearch(toggleTerm(search, 'verdict', label))}
            >
              <span class={`swatch ${label}`} aria-hidden="true" />
              <span class="name">{label}</span>
              <strong>{verdicts[label].toLocaleString('en')}</strong>
              <span class="muted share">{share(verdicts[label], of)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface BarsProps extends Omit<Props, 'index'> {
  readonly title: string
  /** How many different ones there are, when not all are listed. */
  readonly of?: number
  readonly field: Field
  readonly counts: readonly Count[]
}

/** The most frequent ones, each as a bar of verdicts beside its number. */
function Bars({ title, of, field, counts, search, onSearch }: BarsProps): JSX.Element {
  const id = `by-${field}`
  const widest = Math.max(1, ...counts.map(({ artifacts }) => artifacts))
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        {title}{' '}
        {of !== undefined && of > counts.length && (
          <span class="muted">
            {counts.length} of {of.toLocaleString('en')}
          </span>
        )}
      </h3>
      {counts.length === 0 && <p class="muted">None.</p>}
      <ul class="bars">
        {counts.map(({ name, artifacts, verdicts }) => (
          <li key={name}>
            <button
              type="button"
              title={`${name}: ${tellVerdicts(verdicts)}`}
              aria-pressed={hasTerm(search, field, name)}
              onClick={() => onSearch(toggleTerm(search, field, name))}
            >
              <span class="name">{name}</span>
              <VerdictBar verdicts={verdicts} of={widest} />
              <span class="number">{artifacts.toLocaleString('en')}</span>
              <span class="hidden-text">artifacts: {tellVerdicts(verdicts)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Scores as upright bars; 0 is told in words, since it would dwarf the others. */
function Scores({ scores }: { readonly scores: readonly Count[] }): JSX.Element {
  const [nothing, ...buckets] = scores
  const tallest = Math.max(1, ...buckets.map(({ artifacts }) => artifacts))
  return (
    <section class="scores" aria-labelledby="by-score">
      <h3 id="by-score">
        Scores above 0 <span class="muted">{(nothing?.artifacts ?? 0).toLocaleString('en')} score 0</span>
      </h3>
      <ol>
        {buckets.map(({ name, artifacts, verdicts }) => (
          <li key={name} title={`score ${name}: ${tellVerdicts(verdicts) || 'none'}`}>
            <span class="number">{artifacts === 0 ? '' : artifacts.toLocaleString('en')}</span>
            <span class="column" style={{ height: `${(artifacts / tallest) * 100}%` }} aria-hidden="true">
              {verdictOrder.map((label) => (
                <span key={label} class={`part ${label}`} style={{ flexGrow: String(verdicts[label]) }} />
              ))}
            </span>
            <span class="tick">{name.split('–')[1] ?? name}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function share(part: number, of: number): string {
  if (of === 0) return ''
  const percent = (part / of) * 100
  return `${percent > 0 && percent < 1 ? '<1' : Math.round(percent)} %`
}
