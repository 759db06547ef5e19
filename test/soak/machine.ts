import { readdirSync, readFileSync } from 'node:fs'

/** Children of this process: when nothing else is started, the workers of open cells. */
export function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((task) => {
    try {
      return readFileSync(`/proc/self/task/${task}/children`, 'latin1').split(' ').filter(Boolean).map(Number)
    } catch {
      return []
    }
  })
}

/** What a run could leave behind, of what carries `mark` in its environment or mount. */
export interface Leftovers {
  readonly processes: number
  readonly mounts: number
  readonly descriptors: number
  readonly folders: number
}

export function leftovers(mark: string): Leftovers {
  const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && marked(pid, mark))
  return {
    processes: processes.length,
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n').length,
    descriptors: readdirSync('/proc/self/fd').length,
    folders: readdirSync(mark).length,
  }
}

function marked(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`TMPDIR=${mark}/`)
  } catch {
    return false
  }
}
