import type { CorpusProblem } from '@clawback/model'
import type { JSX } from 'preact'

/** Sources that could not be looked at: they are not clean, they are unknown. */
export function Problems({
  problems,
  cut,
}: {
  readonly problems: readonly CorpusProblem[]
  readonly cut: number
}): JSX.Element | null {
  if (problems.length === 0) return null
  return (
    <details class="warning">
      <summary>
        {(problems.length + cut).toLocaleString('en')} sources could not be looked at and are in none of these
        numbers
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">Code</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ source, code, reason }) => (
            <tr key={source}>
              <td>{source}</td>
              <td>{code}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {cut > 0 && <p>{cut.toLocaleString('en')} more: see the view “problems” of the store.</p>}
    </details>
  )
}
