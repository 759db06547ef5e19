import { randomBytes } from 'node:crypto'
import { ClawbackError } from '@clawback/model'
import { keepShell } from './kept-shell.js'

/** Lays and clears the ground of runs, one script after another. */
export interface Housekeeper {
  /**
   * Runs commands one after another, from the root folder on, up to the first that fails: then it throws
   * SANDBOX_UNAVAILABLE with what was said.
   */
  run(commands: readonly string[]): Promise<void>
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Runs lists of commands in one kept shell. Not in subshells: a process more costs as much as most commands. */
export function openHousekeeper(sh: string): Housekeeper {
  const mark = randomBytes(12).toString('hex')
  const ending = new RegExp(`\\n${mark} (\\d+)\\n`)
  const waiting: Waiting[] = []
  let said = ''

  const shell = keepShell(sh, {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    onText(text) {
      said += text
      for (let end = ending.exec(said); end !== null; end = ending.exec(said)) {
        const output = said.slice(0, end.index)
        said = said.slice(end.index + end[0].length)
        const one = waiting.shift()
        if (end[1] === '0') one?.resolve()
        else one?.reject(failed(output))
      }
    },
    onGone() {
      for (const one of waiting.splice(0)) one.reject(failed(said === '' ? 'the shell ended' : said))
      said = ''
    },
  })

  return {
    run: (commands) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        const list = ['cd /', ...commands].join(' && ')
        shell.write(`{ ${list}; } </dev/null 2>&1; printf '\\n%s %s\\n' ${mark} "$?"\n`)
      }),
  }
}

function failed(said: string): ClawbackError {
  return new ClawbackError('SANDBOX_UNAVAILABLE', {
    detail: `the file system of a run could not be made or cleared: ${said.trim().slice(0, 500)}`,
    mend: 'Run `clawback doctor`; it names what this machine lacks.',
  })
}
