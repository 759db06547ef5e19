import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { ClawbackError } from '@clawback/model'

/** Lays and clears the ground of runs, one script after another. */
export interface Housekeeper {
  /** Runs a script of ours to its end. Throws SANDBOX_UNAVAILABLE with what it said when one of its commands failed. */
  run(script: string): Promise<void>
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * A shell in the namespaces of the worker, kept for all runs: to start one from a process as large as Node costs several
 * times what its commands do. It is started at the first script, and again when it is gone.
 */
export function openHousekeeper(sh: string): Housekeeper {
  const mark = randomBytes(12).toString('hex')
  const ending = new RegExp(`\\n${mark} (\\d+)\\n`)
  const waiting: Waiting[] = []
  let shell: ChildProcessWithoutNullStreams | undefined
  let said = ''

  const start = (): ChildProcessWithoutNullStreams => {
    const child = spawn(sh, [], { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, stdio: 'pipe' })
    child.stderr.resume()
    child.stdin.on('error', () => undefined)
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      for (let end = ending.exec(said); end !== null; end = ending.exec(said)) {
        const output = said.slice(0, end.index)
        said = said.slice(end.index + end[0].length)
        const one = waiting.shift()
        if (end[1] === '0') one?.resolve()
        else one?.reject(failed(output))
      }
    })
    const gone = (): void => {
      if (shell === child) shell = undefined
      for (const one of waiting.splice(0)) one.reject(failed(said === '' ? 'the shell ended' : said))
      said = ''
    }
    child.on('error', gone)
    child.on('close', gone)
    return child
  }

  return {
    run: (script) =>
      new Promise((resolve, reject) => {
        shell ??= start()
        waiting.push({ resolve, reject })
        shell.stdin.write(`( set -e; ${script} ) </dev/null 2>&1; printf '\\n%s %s\\n' ${mark} "$?"\n`)
      }),
  }
}

function failed(said: string): ClawbackError {
  return new ClawbackError('SANDBOX_UNAVAILABLE', {
    detail: `the file system of a run could not be made or cleared: ${said.trim().slice(0, 500)}`,
    mend: 'Run `clawback doctor`; it names what this machine lacks.',
  })
}
