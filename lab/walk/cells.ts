import { cellNamed } from '@clawback/sandbox'
import type { CellOptions, OpenCell } from '@clawback/sandbox'

/** Cells that are opened when first needed, kept for the next artifact, and closed together. */
export interface CellPool {
  /** Opens the first cell, so that a machine that cannot run anything is told so before anything is fetched. */
  ready(): Promise<void>
  /** Lends a cell for the time of `work`; a cell that broke is closed and not lent again. */
  use<T>(work: (cell: OpenCell) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * A pool of sandboxes of one kind, the default one when no name is given. How many are open at a time is the caller's
 * concurrency. Opening throws SANDBOX_UNAVAILABLE.
 */
export function openCells(options?: CellOptions, name?: string): CellPool {
  const kind = cellNamed(name)
  const idle: OpenCell[] = []
  return {
    async ready() {
      if (idle.length === 0) idle.push(await kind.open(options))
    },
    async use(work) {
      const cell = idle.pop() ?? (await kind.open(options))
      try {
        const result = await work(cell)
        idle.push(cell)
        return result
      } catch (error) {
        await cell.close()
        throw error
      }
    },
    async close() {
      await Promise.all(idle.splice(0).map((cell) => cell.close()))
    },
  }
}
