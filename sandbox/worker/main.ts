import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'
import { scriptActor } from '../actors/script/script.js'
import type { Authority } from '../ports.js'
import type { FromWorker, Opening, ToWorker } from './messages.js'
import { sealNetwork } from './network.js'
import { runSample } from './run.js'
import type { Workshop } from './run.js'

/** The worker: one private user and network namespace, one sinkhole, one cell after another. */
async function work(): Promise<void> {
  let workshop: Workshop | undefined
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as ToWorker
    if (message.type === 'open') {
      workshop = await furnishWorkshop(message.opening)
      say({ type: 'ready' })
    } else if (workshop !== undefined) {
      const { run } = message
      try {
        const result = await runSample(workshop, run, (event) => say({ type: 'event', run: run.run, event }))
        say({ type: 'done', run: run.run, result })
      } catch (error) {
        say(failure(error, run.run))
      }
    }
  }
}

async function furnishWorkshop(opening: Opening): Promise<Workshop> {
  await sealNetwork(opening.tools)
  return {
    ...opening,
    actors: new Map([['script', scriptActor]]),
    plant: () => ({ files: [], env: {}, canaries: [] }),
    authority: () => Promise.resolve({ pem: randomBytes(2).toString('hex') } as Authority),
    network: { begin: () => Promise.resolve(), end: () => Promise.resolve() },
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
