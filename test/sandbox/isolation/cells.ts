import { bwrapCell } from '@clawback/sandbox'
import type { Cell } from '@clawback/sandbox'

/** The cells that are put to the test. A new one is a line here. */
export const cells: readonly Cell[] = [bwrapCell]
