import { randomBytes } from 'node:crypto'
import type { Stdio } from '../../ports.js'

/** What a command came to. `code` is missing when the shell ended under it. */
export interface CommandResult {
  readonly output: string
  /** All bytes written, also those not kept. */
  readonly size: number
  readonly code?: number
}

/** A shell in the cell that takes one command after the other. */
export interface Shell {
  /** Runs a command in a folder, for at most so many seconds; the cell ends it then. */
  run(command: string, folder: string, seconds: number): Promise<CommandResult>
}

/** Output of one command that is kept, in bytes. */
const kept = 256 << 10

/**
 * Speaks with a plain `sh` over its standard streams. Each command runs in a shell of its own, with nothing on its
 * input; the end of its output is told by a mark that it cannot know.
 */
export function openShell(stdio: Stdio): Shell {
  const mark = randomBytes(16).toString('hex')
  const ending = new RegExp(`\\n\\u001e${mark} (\\d{1,3})\\u001e\\n`)
  let text = ''
  let size = 0
  let waiting: ((result: CommandResult) => void) | undefined

  const finish = (code?: number): void => {
    const resolve = waiting
    waiting = undefined
    const output = text
    text = ''
    resolve?.({ output, size, ...(code === undefined ? {} : { code }) })
  }
  stdio.stderr.resume()
  stdio.stdin.on('error', () => finish())
  stdio.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length
    text += chunk.toString('utf8')
    const end = ending.exec(text)
    if (end !== null) {
      text = text.slice(0, end.index)
      finish(Number(end[1]))
    } else if (text.length > kept + 4096) text = text.slice(0, kept) + text.slice(-256)
  })
  stdio.stdout.once('end', () => finish())
  stdio.stdout.once('close', () => finish())

  return {
    run(command, folder, seconds) {
      return new Promise((resolve) => {
        if (!stdio.stdin.writable || stdio.stdout.readableEnded) {
          resolve({ output: '', size: 0 })
          return
        }
        text = ''
        size = 0
        waiting = resolve
        const child = `(cd ${quote(folder)} && exec timeout -k 1 ${seconds} bash -c ${quote(command)})`
        stdio.stdin.write(`${child} </dev/null 2>&1; printf '\\n\\036%s %s\\036\\n' ${mark} "$?"\n`)
      })
    },
  }
}

/** One word for a POSIX shell. NUL cannot stand in one and is dropped. */
export function quote(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`
}
