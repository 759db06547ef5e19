import { bwrapCell, gvisorCell } from '@clawback/sandbox'
import type { Cell } from '@clawback/sandbox'

/** The cells that are put to the test. A new one is a line here. */
export const cells: readonly Cell[] = [bwrapCell, gvisorCell]

/** What a cell lacks on this machine; undefined when it can be opened. The default one is never excused. */
export async function lackOf(cell: Cell): Promise<string | undefined> {
  if (cell.name === bwrapCell.name) return undefined
  return (await cell.probe()).requirements.find(({ ok }) => !ok)?.detail
}
