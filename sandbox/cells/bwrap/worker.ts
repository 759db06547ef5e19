import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'
import type { TraceEvent } from '@clawback/model'
import type { CellResult, CellRun, RunWatch } from '../../ports.js'
import type { FromWorker, Opening, ToWorker } from '../../worker/messages.js'
import type { Identity } from './identity.js'
import { workerCommand, workerFile, workerProgram } from './launch.js'
import { blockedFolder, programFolder, withWayTo } from './reach.js'
import type { Tools } from './tools.js'

/** A worker process in its namespaces, seen from outside. One run at a time. */
export interface Worker {
  run(run: CellRun, watch: RunWatch): Promise<CellResult>
  close(): Promise<void>
  readonly alive: () => boolean
}

interface Waiting {
  readonly run: string
  readonly watch: RunWatch
  /** What was told of the run so far. */
  readonly events: TraceEvent[]
  readonly resolve: (result: CellResult) => void
  readonly reject: (error: Error) => void
}

const stderrBytes = 8192
const openMs = 30_000

/** Starts a worker and waits until its network is sealed. Throws SANDBOX_UNAVAILABLE with what it said. */
export async function startWorker(tools: Tools, identity: Identity, opening: Opening): Promise<Worker> {
  const [file, args] = reachable(tools, identity, opening)
  const child = spawn(file, args, {
    cwd: '/',
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      TMPDIR: opening.folder,
      TSX_DISABLE_CACHE: '1',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = tailOf(child)
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve())
    child.on('close', () => resolve())
  })
  let alive = true
  let waiting: Waiting | undefined
  let opened: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined
  const ready = new Promise<void>((resolve, reject) => {
    opened = { resolve, reject }
  })

  const fail = (error: Error): void => {
    opened?.reject(error)
    waiting?.reject(error)
    waiting = undefined
  }
  void ended.then(() => {
    alive = false
    fail(workerGone(said()))
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as FromWorker
    if (message.type === 'ready') opened?.resolve()
    else if (message.type === 'failed') fail(new ClawbackError(message.code, message.values))
    else if (message.run === waiting?.run) {
      if (message.type === 'ask') void answer(message, waiting)
      else if (message.type === 'events') {
        for (const event of message.events) {
          waiting.events.push(event)
          waiting.watch.onEvent?.(event)
        }
      } else {
        const { result } = message
        waiting.resolve({ ...result, trace: { ...result.trace, events: waiting.events } })
        waiting = undefined
      }
    }
  })
  const tell = (message: ToWorker): void => void child.stdin.write(`${JSON.stringify(message)}\n`)
  /** The model is asked here: this process has a network, the worker has none. Its failure is the run's. */
  const answer = async (
    { ask, request }: Extract<FromWorker, { type: 'ask' }>,
    { watch, reject }: Waiting,
  ): Promise<void> => {
    try {
      if (watch.model === undefined)
        throw new ClawbackError('MODEL_MISSING', { detail: 'the run was given none' })
      tell({ type: 'reply', ask, reply: await watch.model.next(request) })
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)))
      tell({ type: 'reply', ask })
    }
  }
  child.stdin.on('error', () => undefined)
  tell({ type: 'open', opening })
  const late = setTimeout(() => child.kill('SIGKILL'), openMs)
  await ready.finally(() => clearTimeout(late))
  return {
    alive: () => alive,
    run: (run, watch) =>
      new Promise<CellResult>((resolve, reject) => {
        if (!alive) {
          reject(workerGone(said()))
          return
        }
        waiting = { run: run.run, watch, events: [], resolve, reject }
        watch.signal?.addEventListener('abort', () => child.kill('SIGKILL'))
        tell({ type: 'run', run })
      }),
    async close() {
      child.stdin.end()
      const late = setTimeout(() => child.kill('SIGKILL'), 2000)
      await ended
      clearTimeout(late)
    },
  }
}

/** The worker's command; when the uid we drop to cannot reach our own files, with a way to them. */
function reachable(
  tools: Tools,
  identity: Identity,
  opening: Opening,
): readonly [file: string, args: readonly string[]] {
  const command = workerCommand(tools, identity, workerProgram(opening.node ?? process.execPath))
  const file = realpathSync(workerFile())
  const blocked = identity.drop === undefined ? undefined : blockedFolder(file, identity.drop)
  if (blocked === undefined) return command
  const holder = join(opening.folder, 'way')
  mkdirSync(holder, { recursive: true })
  return withWayTo(tools, blocked, programFolder(file), holder, [command[0], ...command[1]])
}

function tailOf(child: ChildProcess): () => string {
  let tail = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    tail = (tail + chunk).slice(-stderrBytes)
  })
  return () => tail.trim()
}

function workerGone(said: string): ClawbackError {
  return new ClawbackError('SANDBOX_UNAVAILABLE', {
    detail: `the worker ended: ${said === '' ? 'it said nothing' : said.slice(-1000)}`,
    mend: 'Run `clawback doctor`; it names what this machine lacks.',
  })
}
