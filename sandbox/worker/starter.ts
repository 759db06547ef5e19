import { randomBytes } from 'node:crypto'
import { quote } from '../actors/agent/shell.js'
import { defer } from './deferred.js'
import { keepShell } from './kept-shell.js'

/** Files that a program finds open, by path: its three streams, and what it is given from descriptor 3 on. */
export interface OpenFiles {
  readonly stdin: string
  readonly stdout: string
  readonly stderr: string
  readonly given: readonly string[]
}

/** A program that was started. */
export interface StartedProgram {
  /** Resolves when it has its files open, or will never. */
  readonly started: Promise<void>
  /** Resolves with its exit code as a shell gives it (128 and the signal for one that was killed); null when unknown. */
  readonly closed: Promise<number | null>
  /** Ends it, should it not end by itself. */
  readonly kill: () => void
}

/** Starts programs, one after another; each has an empty environment and the given files open, no others. */
export interface Starter {
  start(command: readonly string[], files: OpenFiles): StartedProgram
}

/** Starts each program from one kept shell, and waits there for its end. */
export function openStarter(sh: string): Starter {
  const mark = randomBytes(12).toString('hex')
  const line = new RegExp(`^${mark} (started|ended) (\\d+)$`)
  const running: Program[] = []
  let said = ''

  const shell = keepShell(sh, {
    env: {},
    onText(text) {
      const lines = (said + text).split('\n')
      said = lines.pop() ?? ''
      for (const one of lines) {
        const [, event, value] = line.exec(one) ?? []
        if (event === 'started') running[0]?.began(Number(value))
        if (event === 'ended') running.shift()?.ended(Number(value))
      }
    },
    onGone() {
      said = ''
      for (const program of running.splice(0)) program.ended(null)
    },
  })

  return {
    start(command, files) {
      if (command.some((word) => word.includes('\0')))
        throw new RangeError('a word of the command holds a NUL byte')
      const program = createProgram()
      running.push(program)
      const { stdin, stdout, stderr, given } = files
      const redirections = [
        ...[`<${quote(stdin)}`, `>${quote(stdout)}`, `2>${quote(stderr)}`],
        ...given.map((path, index) => `${index + 3}<${quote(path)}`),
      ]
      // The subshell becomes the program: the id it reads as its own is the program's.
      const told = `read pid rest </proc/self/stat; printf '%s started %s\\n' ${mark} "$pid" >&9`
      const words = command.map(quote).join(' ')
      shell.write(
        `( ${told}; exec ${words} 9>&- ) 9>&1 ${redirections.join(' ')}; printf '%s ended %s\\n' ${mark} "$?"\n`,
      )
      return program.seen
    },
  }
}

interface Program {
  readonly seen: StartedProgram
  began(pid: number): void
  ended(code: number | null): void
}

function createProgram(): Program {
  const started = defer()
  let end: (code: number | null) => void = () => undefined
  const closed = new Promise<number | null>((resolve) => {
    end = resolve
  })
  let pid: number | undefined
  return {
    seen: {
      started: started.promise,
      closed,
      kill() {
        try {
          if (pid !== undefined) process.kill(pid, 'SIGKILL')
        } catch {
          // It has ended, and the shell has not said so yet.
        }
      },
    },
    began(found) {
      pid = found
      started.resolve()
    },
    ended(code) {
      pid = undefined
      started.resolve()
      end(code)
    },
  }
}
