import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import type { CellRun } from '@clawback/sandbox'
import { actors } from '../../../sandbox/actors/registry.js'
import { tracerArguments } from '../../../sandbox/cells/bwrap/layout.js'
import { traced } from '../../../sandbox/watch/strace/tables.js'

const system = '--ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64'
/** The zone is a link, as on every machine: without it a program that asks for it opens every file of the zones, thousands. */
const zone = '--symlink /usr/share/zoneinfo/Europe/Berlin /etc/localtime'
const rest =
  '--proc /proc --dev /dev --tmpfs /tmp --dir /home/dana/project --clearenv --setenv PATH /opt/node/bin:/usr/bin:/bin'
/** The Node of this process, which need not lie below /usr. */
const node = dirname(dirname(realpathSync(process.execPath)))

/** What watches a session. */
export interface Eyes {
  /** The tracer of a run, whose trace nobody reads. */
  readonly tracer: boolean
  /** A folder with the hooks of Node, to be loaded before the server. */
  readonly hooks?: string
}

/**
 * One session of our client with a server in namespaces of its own, without network, traps or anything recorded. Throws
 * when the server did not answer: a session that never was costs nothing and would flatter nobody but us.
 */
export async function bareSession(run: CellRun, { tracer, hooks }: Eyes): Promise<void> {
  const actor = actors.get(run.actor.name)
  if (actor === undefined || run.dependencies === undefined) throw new Error(`${run.entry.name} is no server`)
  const wish = { pipe: '/dev/null', calls: traced, deep: false, skipSleep: false }
  const child = spawn(
    tracer ? 'strace' : 'bwrap',
    [
      ...(tracer ? [...tracerArguments(wish), 'bwrap'] : []),
      ...`--unshare-all --die-with-parent --new-session ${system} ${zone} ${rest} --setenv HOME /home/dana`.split(
        ' ',
      ),
      ...['--ro-bind', node, '/opt/node', '--tmpfs', '/skill', '--dir', '/skill/node_modules'],
      ...readdirSync(run.root).flatMap((name) => ['--ro-bind', `${run.root}/${name}`, `/skill/${name}`]),
      ...['--ro-bind', `${run.dependencies}/node_modules`, '/skill/node_modules'],
      ...(hooks === undefined
        ? []
        : ['--ro-bind', hooks, '/etc/node', '--setenv', 'NODE_OPTIONS', '--require=/etc/node/site.cjs']),
      ...['--chdir', '/home/dana/project', '--', ...run.entry.command],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const over = new AbortController()
  void ended.then(() => over.abort())
  const { covered, detail } = await actor.play(
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
  if (!covered) throw new Error(`${run.entry.name} did not answer: ${detail ?? ''}`)
}
