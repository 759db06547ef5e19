import { ClawbackError } from '@clawback/model'
import type * as Sandbox from '@clawback/sandbox'
import type { Cell, CellOptions, DoctorOptions, DoctorReport, OpenCell } from '@clawback/sandbox'

/** Cells that are opened when first needed, kept for the next artifact, and closed together. */
export interface CellPool {
  /** Opens the first cell, so that a machine that cannot run anything is told so before anything is fetched. */
  ready(): Promise<void>
  /**
   * Lets the sandbox attack itself before a bulk job; its digest then stands in every examination. Throws
   * SELF_TEST_FAILED when one attempt was not contained: nothing is run on such a machine.
   */
  prove(): Promise<void>
  /** Digest of the self-test that was passed; undefined when none was made. */
  proof(): string | undefined
  /** Lends a cell for the time of `work`; a cell that broke is closed and not lent again. */
  use<T>(work: (cell: OpenCell) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * A pool of sandboxes of one kind, the default one when no name is given. How many are open at a time is the caller's
 * concurrency. Opening throws SANDBOX_UNAVAILABLE.
 */
export function openCells(
  options?: CellOptions,
  name?: string,
  selfTest?: (options: DoctorOptions) => Promise<DoctorReport>,
): CellPool {
  let known: Promise<Cell> | undefined
  const kind = (): Promise<Cell> => (known ??= loadSandbox().then(({ cellNamed }) => cellNamed(name)))
  const open = async (): Promise<OpenCell> => (await kind()).open(options)
  const idle: OpenCell[] = []
  let proof: string | undefined
  return {
    proof: () => proof,
    async prove() {
      const test = selfTest ?? (await loadSandbox()).doctor
      const { ok, probe, checks, digest } = await test({ ...options, cell: await kind() })
      const escaped = checks.filter(({ contained }) => !contained).map(({ name }) => name)
      const lack = probe.requirements.find((requirement) => !requirement.ok)
      if (lack !== undefined)
        throw new ClawbackError('SANDBOX_UNAVAILABLE', { detail: lack.detail, mend: lack.mend })
      if (!ok)
        throw new ClawbackError('SELF_TEST_FAILED', {
          detail:
            escaped.length === 0
              ? 'no attempt was made'
              : `${escaped.slice(0, 5).join(', ')}${escaped.length > 5 ? ` and ${escaped.length - 5} more` : ''}`,
        })
      proof = digest
    },
    async ready() {
      if (idle.length === 0) idle.push(await open())
    },
    async use(work) {
      const cell = idle.pop() ?? (await open())
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

/** A fifth of all that a scan would load, and what only reads needs none of it. */
async function loadSandbox(): Promise<typeof Sandbox> {
  return import('@clawback/sandbox')
}
