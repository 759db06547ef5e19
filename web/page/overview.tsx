import { useMemo, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { ReportArtifact } from '@clawback/model'
import { Badge } from './badge.jsx'

interface Props {
  readonly artifacts: readonly ReportArtifact[]
  readonly onOpen: (id: string) => void
}

const order = ['malicious', 'suspicious', 'undetermined', 'benign']

/** The verdict table: filter by text, worst first, one row per artifact. */
export function Overview({ artifacts, onOpen }: Props): JSX.Element {
  const [filter, setFilter] = useState('')
  const rows = useMemo(() => sorted(artifacts.filter((one) => matches(one, filter))), [artifacts, filter])
  return (
    <section aria-labelledby="verdicts">
      <h2 id="verdicts">Verdicts</h2>
      <p class="counts">
        {order.map((label) => (
          <span key={label}>
            <Badge label={label} /> {artifacts.filter((one) => one.verdict.label === label).length}
          </span>
        ))}
      </p>
      <label class="filter">
        Filter{' '}
        <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
      </label>
      <div class="scroll">
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
                  <a
                    href={`#${encodeURIComponent(one.id)}`}
                    onClick={(event) => {
                      event.preventDefault()
                      onOpen(one.id)
                    }}
                  >
                    {one.name}
                  </a>
                </td>
                <td>{one.kind}</td>
                <td>
                  <Badge label={one.verdict.label} />
                </td>
                <td class="number">{one.verdict.score}</td>
                <td>{one.verdict.basis}</td>
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
      order.indexOf(a.verdict.label) - order.indexOf(b.verdict.label) ||
      b.verdict.score - a.verdict.score ||
      a.name.localeCompare(b.name),
  )
}
