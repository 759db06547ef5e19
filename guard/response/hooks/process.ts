import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { RevocationIntent } from '@clawback/model'
import type { Hook } from '../hook.js'
import { receiptOf } from './answer.js'

/** Variable that marks the processes of an agent instance; the guard's session hook puts it in their environment. */
export const instanceVariable = 'CLAWBACK_INSTANCE'

/** What the hook needs of the machine. */
export interface Processes {
  /** Ids of our own user's processes whose environment marks them as this instance. */
  of(instance: string): Promise<readonly number[]>
  end(pid: number, force: boolean): void
}

/** How long a process may take to end by itself, and how often it is looked at meanwhile. Milliseconds. */
const grace = 2_000
const look = 25

/**
 * Stops the processes of an agent instance on this machine, by the mark in their environment and by nothing else: a
 * process without the mark is never touched, and marks are read again before every signal, so that a pid given out
 * anew is safe. SIGTERM first; SIGKILL for what is left after two seconds.
 */
export function createProcessHook(name: string, processes: Processes): Hook {
  const instanceOf = ({ subject }: RevocationIntent): string => subject.related?.instance ?? subject.id
  return {
    provider: name,
    subjects: ['session'],
    revoke: async (intent, signal) => {
      signal.throwIfAborted()
      const instance = instanceOf(intent)
      const found = await processes.of(instance)
      for (const pid of found) processes.end(pid, false)
      for (let waited = 0; waited < grace && (await processes.of(instance)).length > 0; waited += look)
        await pause(look, undefined, { signal })
      for (const pid of await processes.of(instance)) processes.end(pid, true)
      return receiptOf(name, intent, 'revoke', 'accepted', `${found.length} processes were told to end`)
    },
    verify: async (intent) => {
      if (intent.operation === 'restore') return receiptOf(name, intent, 'verify', 'effective', startsAgain)
      const { length } = await processes.of(instanceOf(intent))
      const outcome = length === 0 ? 'effective' : 'not_effective'
      return receiptOf(name, intent, 'verify', outcome, `${length} processes left`)
    },
    restore: (intent) => Promise.resolve(receiptOf(name, intent, 'restore', 'accepted', startsAgain)),
  }
}

const startsAgain = 'a stopped process does not come back; nothing keeps it from being started'

/** The processes of this machine, from /proc (Linux). */
export const machineProcesses: Processes = {
  of: async (instance) => {
    const entries = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
    const marked = await Promise.all(entries.map((entry) => isMarked(entry, instance)))
    return entries
      .filter((_, at) => marked[at])
      .map(Number)
      .filter((pid) => pid !== process.pid)
  },
  end: (pid, force) => {
    try {
      process.kill(pid, force ? 'SIGKILL' : 'SIGTERM')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  },
}

async function isMarked(entry: string, instance: string): Promise<boolean> {
  const environment = await readFile(`/proc/${entry}/environ`).catch(() => Buffer.alloc(0))
  return environment.toString('utf8').split('\0').includes(`${instanceVariable}=${instance}`)
}
