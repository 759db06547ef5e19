import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'
import type { Model, ModelReply } from '../actors/llm/model.js'
import { actors } from '../actors/registry.js'
import type { CellRun } from '../ports.js'
import { plantCanaries } from '../watch/canaries/plant.js'
import { createAuthority } from '../watch/sinkhole/authority.js'
import { closeInherited } from './descriptors.js'
import { openHousekeeper } from './housekeeper.js'
import type { FromWorker, Opening, ToWorker } from './messages.js'
import { runSample } from './run.js'
import type { Workshop } from './run.js'
import { openNetwork } from './sealed.js'

/** The worker: one private user and network namespace, one sinkhole, one cell after another. */
async function work(): Promise<void> {
  closeInherited()
  let workshop: Workshop | undefined
  let running: Promise<void> = Promise.resolve()
  const questions = createQuestions()
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as ToWorker
    if (message.type === 'open') {
      workshop = await furnishWorkshop(message.opening)
      say({ type: 'ready' })
    } else if (message.type === 'reply') questions.answer(message)
    else if (workshop !== undefined) {
      // Not awaited here: an answer to this run's model may be the next line.
      const [place, { run }] = [workshop, message]
      running = running.then(() => runOne(place, run, questions.of(run.run)))
    }
  }
  await running
}

async function runOne(workshop: Workshop, run: CellRun, ask: Model['next']): Promise<void> {
  try {
    const result = await runSample(workshop, run, (event) => say({ type: 'event', run: run.run, event }), ask)
    say({ type: 'done', run: run.run, result })
  } catch (error) {
    say(failure(error, run.run))
  }
}

/** Questions to the model of the caller that wait for an answer. */
function createQuestions() {
  const waiting = new Map<number, (reply: ModelReply | undefined) => void>()
  let asked = 0
  return {
    of:
      (run: string): Model['next'] =>
      async (request) => {
        const ask = (asked += 1)
        const answer = new Promise<ModelReply | undefined>((resolve) => waiting.set(ask, resolve))
        say({ type: 'ask', run, ask, request })
        const reply = await answer
        if (reply === undefined)
          throw new ClawbackError('MODEL_FAILED', { detail: 'see the error of the caller' })
        return reply
      },
    answer({ ask, reply }: Extract<ToWorker, { type: 'reply' }>) {
      waiting.get(ask)?.(reply)
      waiting.delete(ask)
    },
  }
}

async function furnishWorkshop(opening: Opening): Promise<Workshop> {
  return {
    ...opening,
    actors,
    plant: plantCanaries,
    authority: createAuthority,
    house: openHousekeeper(opening.tools.sh),
    network: await openNetwork(opening.tools, opening.degraded),
  }
}

function say(message: FromWorker): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

function failure(error: unknown, run?: string): FromWorker {
  const base = run === undefined ? {} : { run }
  if (error instanceof ClawbackError)
    return { type: 'failed', ...base, code: error.code, values: { detail: error.message, mend: error.mend } }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { type: 'failed', ...base, code: 'INTERNAL', values: { detail: detail.slice(0, 2000) } }
}

work().then(
  () => process.exit(0),
  (error: unknown) => {
    say(failure(error))
    process.exit(1)
  },
)
