import type { BulkJob } from '../messages.js'
import { nameWork } from './order.js'
import { nameOf } from './enclosed.js'
import type { Order, Task } from './order.js'

/** The jobs of a run that have not ended, and what was ordered for each. */
export interface Pending {
  /** Jobs of the run, those that have ended since left out. */
  open(): Iterable<readonly [string, BulkJob]>
  jobOf(job: string): BulkJob | undefined
  isOrdered(job: string): boolean
  /** The order of a job in its next round; undefined when the job has ended. */
  order(job: string, task: Task): { readonly id: string; readonly order: Order } | undefined
  /** Ends a job, when it has not ended and this is the work that was ordered: true once for each. */
  close(job: string, work: string): boolean
  /** Whether this is the work that was ordered for a job that has not ended. */
  awaits(job: string, work: string): boolean
  /** Ends a job whatever was ordered. */
  drop(job: string): boolean
  /** Orders that are out, without what was enclosed. */
  out(): readonly Order[]
  /** Waits until fewer than so many are out, or all has ended. */
  fewer(than: number): Promise<void>
  isOver(): boolean
  end(): void
}

/** `epoch` names this coordinator: its orders are new to the server though an earlier one ordered the same. */
export function openLedgerOfOrders(
  jobs: ReadonlyMap<string, BulkJob>,
  terms: string,
  epoch: string,
): Pending {
  const open = new Map(jobs)
  const out = new Map<string, { readonly order: Order; readonly round: number }>()
  let waiting: (() => void)[] = []
  let over = false
  const wake = (): void => {
    for (const call of waiting.splice(0)) call()
    waiting = []
  }
  const remove = (job: string): boolean => {
    out.delete(job)
    wake()
    return open.delete(job)
  }
  const awaits = (job: string, work: string): boolean => open.has(job) && out.get(job)?.order.work === work
  return {
    open: () => [...open],
    jobOf: (job) => jobs.get(job),
    isOrdered: (job) => out.has(job),
    order(job, task) {
      if (!open.has(job)) return undefined
      const round = (out.get(job)?.round ?? 0) + 1
      const order = { job, epoch: `${epoch} ${round}`, work: nameWork(terms, task), task }
      out.set(job, { order: withoutBytes(order), round })
      return { id: `${round} ${job}`, order }
    },
    awaits,
    close: (job, work) => awaits(job, work) && remove(job),
    drop: remove,
    out: () => [...out.values()].map(({ order }) => order),
    async fewer(than) {
      while (!over && out.size >= than) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    isOver: () => over,
    end() {
      over = true
      wake()
    },
  }
}

/** Two thousand orders are out: their samples are not held in memory. */
function withoutBytes(order: Order): Order {
  const { task } = order
  return task.sample === undefined ? order : { ...order, task: { ...task, sample: nameOf(task.sample) } }
}
