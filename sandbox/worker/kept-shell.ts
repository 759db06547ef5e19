import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'

/** A shell that is kept: it is started at the first text written to it, and again when it is gone. */
export interface KeptShell {
  write(text: string): void
}

export interface ShellOptions {
  readonly env: Readonly<Record<string, string>>
  /** What it says, as it comes. */
  readonly onText: (text: string) => void
  /** It is gone, and what it was told with it. */
  readonly onGone: () => void
}

/**
 * Keeps a shell in the namespaces of the worker: to start a program from a process as large as Node costs several times
 * what most programs of a run do, and leaves every page of Node to be copied at its next touch.
 */
export function keepShell(sh: string, { env, onText, onGone }: ShellOptions): KeptShell {
  let shell: ChildProcessWithoutNullStreams | undefined

  const start = (): ChildProcessWithoutNullStreams => {
    const child = spawn(sh, [], { env, cwd: '/', stdio: 'pipe' })
    child.stderr.resume()
    child.stdin.on('error', () => undefined)
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', onText)
    let told = false
    const gone = (): void => {
      if (told) return
      told = true
      if (shell === child) shell = undefined
      onGone()
    }
    child.on('error', gone)
    child.on('close', gone)
    return child
  }

  return {
    write(text) {
      shell ??= start()
      shell.stdin.write(text)
    },
  }
}
