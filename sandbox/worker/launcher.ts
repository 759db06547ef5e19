import { gvisorBytes } from '../cells/gvisor/memory.js'
import { startInGvisor } from '../cells/gvisor/start.js'
import type { CellLayout } from '../cells/bwrap/layout.js'
import type { Tools } from '../cells/bwrap/tools.js'
import type { CellRun, Variant } from '../ports.js'
import { createGvisorReader } from '../watch/gvisor/reader.js'
import type { TraceReader } from '../watch/strace/watch.js'
import { cellProcesses } from './meter.js'
import { startSample } from './sample.js'
import type { StartedSample } from './sample.js'
import type { Scratch } from './scratch.js'
import type { Starter } from './starter.js'

/** What differs between the cells a worker can make: how a sample is started, and how its trace is read. */
export interface Launcher {
  start(scratch: Scratch, layout: CellLayout, run: CellRun): StartedSample
  /** How the trace is written; as strace writes it when left out. */
  reader?(run: CellRun): TraceReader
  /** Bytes of memory in use, when they are not those of the processes the trace knows. */
  readonly memory?: () => number
  /** Variants that this cell cannot make a difference for. */
  readonly without: readonly Variant[]
}

/** The launcher of a worker: gVisor when it was given one, bubblewrap under strace otherwise. */
export function launcherFor(tools: Tools, starter: Starter, runsc: string | undefined): Launcher {
  if (runsc === undefined)
    return {
      start: (scratch, layout, run) => startSample(tools, starter, scratch, layout, run),
      without: [],
    }
  return {
    start: (scratch, layout, run) => startInGvisor(tools, runsc, scratch, layout, run),
    reader: (run) => createGvisorReader(run.entry.command),
    memory: () => gvisorBytes(cellProcesses()),
    without: ['sleep-skip'],
  }
}
