import type { Ledger } from '@clawback/ledger'
import { numberOf, textOf } from '@clawback/ledger'
import { createBreaker } from './breaker.js'
import { dueIntents } from './outbox.js'
import { advance } from './advance.js'
import type { WorkContext } from './advance.js'
import type { StoredIntent } from './stored.js'
import type { Time } from './time.js'

/** Sends what the outbox holds, proves it, and tries again. One per response ledger. */
export interface Worker {
  /** Does everything that is due now; resolves when it is done. */
  pump(): Promise<void>
  /** Something new may be due: look at once. */
  kick(): void
  /** Lets running requests end and takes no more. What is left is due again at the next start. */
  stop(): Promise<void>
}

export interface WorkerOptions extends Omit<WorkContext, 'breaker'> {
  readonly ledger: Ledger
  readonly time: Time
  /** Requests under way at once. Default 8. */
  readonly concurrency?: number
}

/** How long an intent is left alone after our own failure to handle it (a full disk, a locked ledger). */
const faultPause = 1_000

export function createWorker(options: WorkerOptions): Worker {
  const { ledger, time, concurrency = 8 } = options
  const context: WorkContext = { ...options, breaker: createBreaker() }
  const busy = new Map<string, Promise<void>>()
  const paused = new Set<string>()
  let pumping: Promise<void> | undefined
  let asked = 0
  let stopped = false
  let cancelTimer = (): void => undefined
  let wake = (): void => undefined

  const handle = async (stored: StoredIntent): Promise<void> => {
    const { id } = stored.intent
    try {
      await advance(stored, context)
    } catch (error) {
      paused.add(id)
      time.after(faultPause, () => {
        paused.delete(id)
        kick()
      })
      options.fault?.(stored, error)
    } finally {
      busy.delete(id)
    }
  }

  /** Ends in the same breath as it finds nothing to do, so that no ask falls between two runs. */
  const work = async (): Promise<void> => {
    for (;;) {
      const heard = asked
      const free = stopped ? 0 : concurrency - busy.size
      const known = busy.size + paused.size
      // What is in hand now may be let go while the rows are read; its row is then older than what became of it.
      const held = new Set(busy.keys())
      const due = free > 0 ? await dueIntents(ledger, time.now(), known + free) : []
      const ready = due.filter(({ intent: { id } }) => !held.has(id) && !paused.has(id)).slice(0, free)
      for (const stored of ready) busy.set(stored.intent.id, handle(stored))
      await sleepUntilDue()
      if (asked !== heard) continue
      if (busy.size === 0) return (pumping = undefined)
      await Promise.race([...busy.values(), new Promise<void>((resolve) => (wake = resolve))])
    }
  }

  const pump = (): Promise<void> => {
    asked++
    wake()
    pumping ??= work().catch((error: unknown) => {
      pumping = undefined
      throw error
    })
    return pumping
  }

  const kick = (): void => {
    if (stopped) return
    pump().catch((error: unknown) => {
      options.fault?.(undefined, error)
      cancelTimer()
      cancelTimer = time.after(faultPause, kick)
    })
  }

  /** Sets the one timer to the next row that nobody has in hand. */
  const sleepUntilDue = async (): Promise<void> => {
    cancelTimer()
    if (stopped || busy.size >= concurrency) return
    const rows = await ledger.all(
      'SELECT id, next_at FROM intent WHERE next_at IS NOT NULL ORDER BY next_at LIMIT ?',
      [busy.size + paused.size + 1],
    )
    const next = rows.find((row) => !busy.has(textOf(row, 'id')) && !paused.has(textOf(row, 'id')))
    if (next) cancelTimer = time.after(Math.max(0, numberOf(next, 'next_at') - time.now()), kick)
  }

  return {
    pump,
    kick,
    stop: async () => {
      stopped = true
      cancelTimer()
      wake()
      await pumping?.catch(() => undefined)
    },
  }
}
