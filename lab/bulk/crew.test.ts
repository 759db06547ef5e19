import { expect, test } from 'vitest'
import { createEmbeddedQueue } from '../queue/embedded.js'
import type { Queue } from '../queue/queue.js'
import { workOff } from './crew.js'
import type { Desk } from './crew.js'
import type { Answer, Begin, BulkJob } from './messages.js'
import type { Lost, WorkerProcess } from './worker-process.js'

const begin: Begin = {
  type: 'begin',
  plan: 'static',
  packs: [],
  workdir: '/nowhere',
  readBudgetMs: 1,
  allowDegraded: [],
}

interface Crew {
  readonly answered: string[]
  readonly dead: string[]
  started: number
  ended: number
  readonly run: Promise<void>
}

/** A crew whose workers answer what `reply` says, without any process. */
async function crew(
  jobs: readonly string[],
  reply: (locator: string) => Answer | Lost,
  { recycle = 100, onAnswer = (): void | Promise<void> => undefined, workers = 2 } = {},
): Promise<Crew> {
  const result = { answered: [] as string[], dead: [] as string[], started: 0, ended: 0 }
  const close = async (): Promise<void> => {
    if (result.answered.length + result.dead.length === jobs.length) await queue.close()
  }
  const queue: Queue<BulkJob> = createEmbeddedQueue({
    leaseMs: 1_000,
    maxDeliver: 3,
    onDead: (id) => {
      result.dead.push(id)
      void close()
    },
  })
  for (const id of jobs) await queue.offer(id, { type: 'examine', source: id, locator: id })
  const start = (): WorkerProcess => {
    result.started++
    return {
      work: (job) => Promise.resolve(reply('locator' in job ? job.locator : '')),
      end: () => {
        result.ended++
        return Promise.resolve()
      },
    }
  }
  const desk: Desk<BulkJob> = {
    brief: ({ body: job }) =>
      Promise.resolve({ type: 'examine', locator: 'locator' in job ? job.locator : '' }),
    known: () => Promise.resolve([]),
    began: () => undefined,
    lost: () => undefined,
    answered: async ({ id }) => {
      await onAnswer()
      result.answered.push(id)
      await close()
    },
  }
  const options = { workers, begin, recycle, memoryBytes: 1_000, silentMs: 1_000, start }
  return Object.assign(result, { run: workOff(queue, desk, options) })
}

const fine: Answer = { type: 'examined', looks: [], rss: 1 }
const names = Array.from({ length: 10 }, (_, index) => `job ${index}`)

test('every job is answered once', async () => {
  const all = await crew(names, () => fine)
  await all.run
  expect([...all.answered].sort()).toEqual(names)
  expect(all.started).toBeLessThanOrEqual(2)
  expect(all.ended).toBe(all.started)
})

test('a job that takes its worker with it is lent three times, and ends nothing else', async () => {
  const all = await crew(names, (job) => (job === 'job 4' ? { type: 'lost', reason: 'gone' } : fine))
  await all.run
  expect(all.dead).toEqual(['job 4'])
  expect([...all.answered].sort()).toEqual(names.filter((name) => name !== 'job 4'))
})

test('workers give way after some jobs, or when they have grown', async () => {
  const few = await crew(names, () => fine, { recycle: 1 })
  await few.run
  expect(few.started).toBe(10)
  const grown = await crew(names, () => ({ ...fine, rss: 2_000 }))
  await grown.run
  expect(grown.started).toBe(10)
})

test('to judge again does not wear a worker out', async () => {
  const kept = {
    artifact: 'a',
    name: 'a',
    kind: 'skill',
    verdict: 'benign',
    score: 0,
    basis: 'static',
  } as const
  const lists = { body: new Uint8Array(), findings: [], capabilities: [], hosts: [] }
  const all = await crew(names, () => ({ type: 'judged', kept: { ...kept, ...lists }, rss: 1 }), {
    recycle: 1,
  })
  await all.run
  expect(all.started).toBeLessThanOrEqual(2)
})

test('a process works on while what it answered last is written', async () => {
  let working: (() => void) | undefined
  const next = new Promise<void>((resolve) => {
    working = resolve
  })
  const all = await crew(
    ['first', 'second'],
    (job) => {
      if (job === 'second') working?.()
      return fine
    },
    { workers: 1, onAnswer: () => next },
  )
  await all.run
  expect(all.answered).toEqual(['first', 'second'])
})

test('what the desk throws ends the run and is thrown', async () => {
  const all = await crew(names, () => fine, {
    onAnswer: () => {
      throw new Error('no room')
    },
  })
  await expect(all.run).rejects.toThrow('no room')
  expect(all.ended).toBe(all.started)
})
