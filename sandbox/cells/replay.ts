import { ClawbackError } from '@clawback/model'
import type { Trace } from '@clawback/model'
import type { Cell, CellProbe, CellResult, CellRun, OpenCell, RunWatch } from '../ports.js'

/**
 * A cell that runs nothing: it gives stored traces back, found by artifact, entry point, command and variant. For
 * tests, for comparing packs on yesterday's runs, and for machines without a sandbox. A run that was never recorded is
 * an error, not an empty trace.
 */
export function replayCell(traces: readonly Trace[]): Cell {
  const probe: CellProbe = {
    cell: 'replay',
    ok: true,
    requirements: [],
    versions: {},
    blindSpots: ['Nothing is run: the trace was recorded earlier.'],
  }
  const stored = new Map(traces.map((trace) => [keyOf(trace.outcome), trace]))
  const open: OpenCell = {
    run(run: CellRun, watch: RunWatch = {}): Promise<CellResult> {
      const trace = stored.get(keyOf(run))
      if (trace === undefined) return Promise.reject(notRecorded(run))
      for (const event of trace.events) watch.onEvent?.(event)
      return Promise.resolve({ trace, stdout: '', stderr: '' })
    },
    close: () => Promise.resolve(),
  }
  return { name: 'replay', probe: () => Promise.resolve(probe), open: () => Promise.resolve(open) }
}

function keyOf({
  artifact,
  entry,
  variant,
}: Pick<CellRun, 'artifact' | 'entry'> & { readonly variant: string }): string {
  return JSON.stringify([artifact, entry.actor, entry.name, entry.command, variant])
}

function notRecorded(run: CellRun): ClawbackError {
  return new ClawbackError('INPUT_NOT_FOUND', {
    locator: `the recorded run of ${run.entry.name} (${run.variant})`,
  })
}
