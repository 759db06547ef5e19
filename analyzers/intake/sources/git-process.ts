import { ClawbackError } from '@clawback/model'
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { IntakeLimits } from '../limits.js'

/** Nothing of a repository may run: no hooks, no file system monitor, no transport that is a command. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.alternateRefsCommand=',
  'protocol.allow=never',
  'protocol.https.allow=always',
  'protocol.http.allow=always',
  'protocol.ssh.allow=always',
  'protocol.git.allow=always',
  'protocol.file.allow=always',
  'core.bigFileThreshold=16m',
  'gc.auto=0',
  'maintenance.auto=false',
  'fetch.recurseSubmodules=false',
  'submodule.recurse=false',
].flatMap((setting) => ['-c', setting])

/** Starts git on one repository. The person's configuration applies, that of the place it is called from does not. */
export function run(folder: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const env = {
    ...process.env,
    GIT_DIR: folder,
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_SSH_COMMAND: process.env['GIT_SSH_COMMAND'] ?? 'ssh -oBatchMode=yes',
    LC_ALL: 'C',
  }
  return spawn('git', [...settings, '--no-pager', ...args], { env, cwd: folder, stdio: 'pipe' })
}

/** Runs git to its end; stops it when it takes too long or its folder grows past the limit. */
export async function git(
  folder: string,
  args: readonly string[],
  locator: string,
  limits: IntakeLimits,
): Promise<string> {
  const child = run(folder, args)
  child.stdin.end()
  let stopped: ClawbackError | undefined
  const stop = (error: ClawbackError): void => {
    stopped = error
    child.kill('SIGKILL')
  }
  const slow = setTimeout(() => {
    stop(new ClawbackError('INTAKE_FETCH', { locator, detail: `it took longer than ${limits.fetchMs} ms` }))
  }, limits.fetchMs)
  const watch = setInterval(() => {
    void folderSize(folder).then((size) => {
      if (size > limits.packedBytes)
        stop(
          new ClawbackError('INPUT_TOO_LARGE', {
            locator,
            detail: `packedBytes, ${limits.packedBytes} bytes`,
          }),
        )
    })
  }, 250)
  try {
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)])
    if (stopped !== undefined) throw stopped
    if (code === 0) return out
    throw new ClawbackError('INTAKE_FETCH', {
      locator,
      detail: err.trim().slice(0, 500) || `git ended with ${code}`,
    })
  } catch (error) {
    if (error instanceof ClawbackError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new ClawbackError('TOOL_MISSING', { tool: 'git', mend: 'Install git.' }, error)
    throw error
  } finally {
    clearTimeout(slow)
    clearInterval(watch)
  }
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    size += part.length
    if (size <= 1024 * 1024) parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

async function folderSize(folder: string): Promise<number> {
  let size = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    if (entry.isFile())
      size += await stat(join(entry.parentPath, entry.name)).then(
        (info) => info.size,
        () => 0,
      )
  return size
}
