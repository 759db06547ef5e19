import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'
import { actors } from '../actors/registry.js'
import { plantCanaries } from '../watch/canaries/plant.js'
import { createAuthority } from '../watch/sinkhole/authority.js'
import { closeInherited } from './descriptors.js'
import type { FromWorker, Opening, ToWorker } from './messages.js'
import { runSample } from './run.js'
import type { Workshop } from './run.js'
import { openNetwork } from './sealed.js'

/** The worker: one private user and network namespace, one sinkhole, one cell after another. */
async function work(): Promise<void> {
  closeInherited()
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
  return {
    ...opening,
    actors,
    plant: plantCanaries,
    authority: createAuthority,
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
