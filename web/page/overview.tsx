import { useMemo, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { ReportArtifact } from '@clawback/model'
import { Badge } from './parts/badge.jsx'
import { ViewHeading } from './parts/heading.jsx'
import { verdictOrder } from './parts/verdicts.jsx'

interface Props {
  readonly title: string
  readonly artifacts: readonly ReportArtifact[]
}

/** The verdict table: filter by text, worst first, one row per artifact. */
export function Overview({ title, artifacts }: Props): JSX.Element {
  const [filter, setFilter] = useState('')
  const rows = useMemo(() => sorted(artifacts.filter((one) => matches(one, filter))), [artifacts, filter])
  return (
    <section aria-label="Verdicts">
      <ViewHeading title={title}>Verdicts</ViewHeading>
      <p class="counts">
        {verdictOrder.map((label) => (
          <span key={label}>
            <Badge label={label} /> {artifacts.filter((one) => one.verdict.label === label).length}
          </span>
        ))}
      </p>
      <label class="filter">
        Filter{' '}
        <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>
      <div class="scroll" tabIndex={0} role="region" aria-label="All artifacts">
        <table>
          <thead>
            <tr>
              <th scope="col">Artifact</th>
              <th scope="col">Kind</th>
              <th scope="col">Verdict</th>
              <th scope="col">Score</th>
              <th scope="col">Basis</th>
              <th scope="col">Because</th>
              <th scope="col">Runs</th>
              <th scope="col">Gaps</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <td>
                  <a href={`#${encodeURIComponent(one.id)}`}>{one.name}</a>
                </td>
                <td>{one.kind}</td>
                <td>
                  <Badge label={one.verdict.label} />
                </td>
                <td class="number">{one.verdict.score}</td>
                <td class="nowrap">{one.verdict.basis}</td>
                <td>{one.verdict.because.map((reason) => reason.text).join('; ') || '—'}</td>
                <td class="number">{one.runs.length}</td>
                <td class="number">{one.coverage.gaps.length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function matches(one: ReportArtifact, filter: string): boolean {
  const text = `${one.name} ${one.kind} ${one.verdict.label} ${one.findings.map((finding) => finding.title).join(' ')}`
  return text.toLowerCase().includes(filter.toLowerCase())
}

function sorted(artifacts: readonly ReportArtifact[]): readonly ReportArtifact[] {
  return [...artifacts].sort(
    (a, b) =>
      verdictOrder.indexOf(a.verdict.label) - verdictOrder.indexOf(b.verdict.label) ||
      b.verdict.score - a.verdict.score ||
      a.name.localeCompare(b.name),
  )
}
