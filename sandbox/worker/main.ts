import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'
import type { TraceEvent } from '@clawback/model'
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
import { openStarter } from './starter.js'
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
  const events = createTelling(run.run)
  try {
    const { trace, ...rest } = await runSample(workshop, run, events.tell, ask)
    events.flush()
    say({ type: 'done', run: run.run, result: { ...rest, trace: { ...trace, events: [] } } })
  } catch (error) {
    events.flush()
    say(failure(error, run.run))
  }
}

/** Tells events as they come, those of one turn of the loop together: each message wakes the caller. */
function createTelling(run: string) {
  let waiting: TraceEvent[] = []
  const flush = (): void => {
    if (waiting.length > 0) say({ type: 'events', run, events: waiting })
    waiting = []
  }
  return {
    flush,
    tell: (event: TraceEvent): void => {
      if (waiting.push(event) === 1) setImmediate(flush)
    },
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
    authority: await createAuthority(),
    house: openHousekeeper(opening.tools.sh),
    starter: openStarter(opening.tools.sh),
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
