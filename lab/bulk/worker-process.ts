import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Answer, Begin, FromWorker, ToWorker } from './messages.js'

/** How a worker was lost: it ended, or it was silent for too long and was ended. */
export interface Lost {
  readonly type: 'lost'
  readonly reason: string
}

/** A process that works on one job at a time. */
export interface WorkerProcess {
  /** Works on one job. `onTook` answers which artifacts need no look; `onBeat` hears that it is alive. */
  work(
    job: ToWorker,
    onTook: (artifacts: readonly string[]) => Promise<readonly string[]>,
    onBeat: () => void,
  ): Promise<Answer | Lost>
  /** Lets it go home; resolves when it has. */
  end(): Promise<void>
}

const isSource = import.meta.url.endsWith('.ts')
const program = fileURLToPath(new URL(`./worker.${isSource ? 'ts' : 'js'}`, import.meta.url))
/**
 * How V8 is to run a worker. Megabytes for what lives no longer than a job: in its own 16 records are copied about while
 * they are judged. And functions run longer (by default 132 KiB of bytecode) before they are optimised: what is seen of
 * the first samples misleads it, and to optimise them anew takes a fifth of all processor time. Regular expressions are
 * compiled at once: what a first run of one interprets takes longer to be readied than the code itself.
 */
export const engineFlags: readonly string[] = [
  '--max-semi-space-size=32',
  '--interrupt-budget=600000',
  '--no-regexp-tier-up',
]
/** Milliseconds a worker may take to go home. */
const goHomeMs = 10_000

/** Starts one; its first words are awaited with the first job. `silentMs` without a word and it is killed. */
export function startWorker(begin: Begin, silentMs: number): WorkerProcess {
  const child = fork(program, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...engineFlags, ...(isSource ? fromSource() : [])],
  })
  const send = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => undefined)
  }
  let lost: Lost | undefined
  const gone = new Promise<Lost>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(
        (lost ??= { type: 'lost', reason: `the worker ended with ${signal ?? `exit code ${code ?? '?'}`}` }),
      )
    })
    child.once('error', (error) => resolve((lost ??= { type: 'lost', reason: error.message })))
  })
  send(begin)
  return {
    async work(job, onTook, onBeat) {
      const silence = setTimeout(() => {
        lost = { type: 'lost', reason: `the worker said nothing for ${Math.round(silentMs / 1000)} s` }
        child.kill('SIGKILL')
      }, silentMs)
      const answered = answerOf(child, (message) => {
        silence.refresh()
        onBeat()
        if (message.type === 'took')
          void onTook(message.artifacts).then((artifacts) => send({ type: 'known', artifacts }))
      })
      send(job)
      try {
        return await Promise.race([answered.answer, gone])
      } finally {
        clearTimeout(silence)
        answered.stop()
      }
    },
    async end() {
      const timer = setTimeout(() => child.kill('SIGKILL'), goHomeMs)
      if (child.connected) child.disconnect()
      await gone
      clearTimeout(timer)
    },
  }
}

function answerOf(
  child: ChildProcess,
  onWord: (message: FromWorker) => void,
): { readonly answer: Promise<Answer>; stop(): void } {
  let listener: (message: FromWorker) => void = () => undefined
  const answer = new Promise<Answer>((resolve) => {
    listener = (message) => {
      onWord(message)
      if (message.type === 'examined' || message.type === 'judged' || message.type === 'failed')
        resolve(message)
    }
    child.on('message', listener)
  })
  return { answer, stop: () => void child.off('message', listener) }
}

function fromSource(): readonly string[] {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return ['--conditions=@clawback/source', '--import', tsx]
}
