import { ClawbackError } from '@clawback/model'
import type { Cell } from '../ports.js'
import { bwrapCell } from './bwrap/cell.js'
import { dockerCell } from './docker/cell.js'
import { gvisorCell } from './gvisor/cell.js'
import { kubernetesCell } from './kubernetes/cell.js'

/** Cells beside the default one. */
export const otherCells: readonly Cell[] = [gvisorCell, dockerCell, kubernetesCell]

/** The cell of a name, the default one when none is given. Throws SANDBOX_UNAVAILABLE: never another one instead. */
export function cellNamed(name: string = bwrapCell.name): Cell {
  const cells = [bwrapCell, ...otherCells]
  const found = cells.find((cell) => cell.name === name)
  if (found === undefined)
    throw new ClawbackError('SANDBOX_UNAVAILABLE', {
      detail: `there is no cell ${name}`,
      mend: `Name one of: ${cells.map((cell) => cell.name).join(', ')}.`,
    })
  return found
}
