import type { JSX } from 'preact'
import type { ProcessNode, RunOutcome } from '@clawback/model'
import { Section } from '../parts/section.jsx'

interface Props {
  readonly processes: readonly ProcessNode[]
  readonly runs: readonly RunOutcome[]
}

/** The process tree of each run. */
export function Processes({ processes, runs }: Props): JSX.Element {
  return (
    <Section id="processes" title="Runs and processes" count={processes.length}>
      {runs.length === 0 && <p class="muted">Nothing was run.</p>}
      {runs.map((run) => {
        const own = processes.filter((node) => node.run === run.run)
        const known = new Set(own.map((node) => node.id))
        return (
          <details key={run.run} class="run" open={runs.length < 6}>
            <summary>
              <code>{run.entry.name}</code> <span class="muted">{run.variant}</span> {run.status},{' '}
              {run.events.toLocaleString('en')} events, {(run.durationMs / 1000).toFixed(1)} s
            </summary>
            {run.degraded.length > 0 && <p class="muted">Known limits: {run.degraded.join(' ')}</p>}
            {own.length === 0 && <p class="muted">No process was seen.</p>}
            <Tree nodes={own} below={(node) => !known.has(node.parent)} depth={0} />
          </details>
        )
      })}
    </Section>
  )
}

interface TreeProps {
  readonly nodes: readonly ProcessNode[]
  readonly below: (node: ProcessNode) => boolean
  readonly depth: number
}

/** Deeper trees are cut: a sample may fork itself without end. */
const deepest = 40

function Tree({ nodes, below, depth }: TreeProps): JSX.Element | null {
  const own = nodes.filter(below)
  if (own.length === 0) return null
  if (depth > deepest) return <p class="muted">and deeper</p>
  return (
    <ul class="tree">
      {own.map((node) => (
        <li key={node.id}>
          <code>{node.command}</code> <span class="muted">{node.id}</span>
          <Tree
            nodes={nodes.filter((one) => one !== node)}
            below={(one) => one.parent === node.id}
            depth={depth + 1}
          />
        </li>
      ))}
    </ul>
  )
}
