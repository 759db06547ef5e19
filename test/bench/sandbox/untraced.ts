import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { CellRun } from '@clawback/sandbox'
import { actors } from '../../../sandbox/actors/registry.js'

const system = '--ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64'
const rest =
  '--proc /proc --dev /dev --tmpfs /tmp --dir /home/dana/project --clearenv --setenv PATH /usr/bin:/bin'

/** One session with a server in namespaces of its own, without network, tracer, traps or anything recorded. */
export async function untracedSession(run: CellRun): Promise<void> {
  const actor = actors.get(run.actor.name)
  if (actor === undefined || run.dependencies === undefined) throw new Error(`${run.entry.name} is no server`)
  const child = spawn(
    'bwrap',
    [
      ...`--unshare-all --die-with-parent --new-session ${system} ${rest} --setenv HOME /home/dana`.split(
        ' ',
      ),
      ...['--tmpfs', '/skill', '--dir', '/skill/node_modules'],
      ...['--ro-bind', `${run.dependencies}/node_modules`, '/skill/node_modules'],
      ...['--chdir', '/home/dana/project', '--', ...run.entry.command],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const over = new AbortController()
  void ended.then(() => over.abort())
  await actor.play(
    { stdin: child.stdin, stdout: child.stdout, stderr: Readable.from([]) },
    {
      run: run.run,
      emit: () => undefined,
      keep: (bytes) => createHash('sha256').update(bytes).digest('hex'),
      now: () => Date.now(),
      canaries: [],
      options: run.actor.options,
      signal: over.signal,
      ended,
      phase: () => undefined,
    },
  )
  child.stderr.resume()
  child.stdin.end()
  const late = setTimeout(() => child.kill('SIGKILL'), 700)
  await ended
  clearTimeout(late)
}
