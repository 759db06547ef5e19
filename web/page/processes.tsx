import type { JSX } from 'preact'
import type { ProcessNode, RunOutcome } from '@clawback/model'

interface Props {
  readonly processes: readonly ProcessNode[]
  readonly runs: readonly RunOutcome[]
}

/** The process tree of each run. */
export function Processes({ processes, runs }: Props): JSX.Element {
  return (
    <section>
      <h3>Runs and processes</h3>
      {runs.length === 0 && <p class="muted">Nothing was run.</p>}
      {runs.map((run) => {
        const own = processes.filter((node) => node.run === run.run)
        const known = new Set(own.map((node) => node.id))
        return (
          <details key={run.run} open={runs.length < 6}>
            <summary>
              {run.entry.name} <span class="muted">{run.variant}</span> — {run.status}, {run.events} events,{' '}
              {run.durationMs} ms
            </summary>
            <Tree nodes={own} below={(node) => !known.has(node.parent)} />
          </details>
        )
      })}
    </section>
  )
}

interface TreeProps {
  readonly nodes: readonly ProcessNode[]
  readonly below: (node: ProcessNode) => boolean
}

function Tree({ nodes, below }: TreeProps): JSX.Element {
  return (
    <ul class="tree">
      {nodes.filter(below).map((node) => (
        <li key={node.id}>
          <code>{node.command}</code> <span class="muted">{node.id}</span>
          <Tree nodes={nodes.filter((one) => one !== node)} below={(one) => one.parent === node.id} />
        </li>
      ))}
    </ul>
  )
}
