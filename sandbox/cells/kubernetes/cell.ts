import type { Cell, CellProbe } from '../../ports.js'
import { refusal } from '../docker/cell.js'

const probe: CellProbe = {
  cell: 'kubernetes',
  ok: false,
  requirements: [
    {
      name: 'cluster',
      ok: false,
      detail: 'Clawback holds no credentials of a cluster and starts nothing in one.',
      mend: 'Apply the manifest that `clawback sandbox manifest` prints, and read the results from the job’s log.',
    },
  ],
  versions: {},
  blindSpots: [
    'The pod sees what the cell inside it sees. No cluster has run this manifest.',
    'A NetworkPolicy holds only where the cluster’s network plug-in enforces it.',
  ],
}

/** Adapter for Kubernetes: the manifest is the whole of it, so opening always refuses, with what to do instead. */
export const kubernetesCell: Cell = {
  name: 'kubernetes',
  probe: () => Promise.resolve(probe),
  open: () => Promise.reject(refusal(probe)),
}
