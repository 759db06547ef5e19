import type { Cell } from '../../ports.js'
import { openWorkerCell } from '../bwrap/cell.js'
import { findRunsc, probeGvisor } from './probe.js'

/**
 * A cell behind a kernel of its own: gVisor (runsc, ptrace platform, without privilege) in the worker's sealed network.
 * Sinkhole, planted values, actors and file diff are those of the default cell.
 */
export const gvisorCell: Cell = {
  name: 'gvisor',
  probe: (options) => probeGvisor(options),
  open(options) {
    const runsc = findRunsc()
    return openWorkerCell(probeGvisor, runsc === undefined ? {} : { runsc }, options)
  },
}
