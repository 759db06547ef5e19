import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Delivery, Queue, QueueOptions } from '../queue.js'

/** What an implementation gives so that its promises can be tested. */
export interface QueueUnderTest {
  open(options: QueueOptions<string>): Promise<Queue<string>>
  /** Lets time pass: really, or by a clock that the implementation was given. */
  pass(ms: number): Promise<void>
  /** Frees what `open` made. */
  clear(): Promise<void>
}

async function taken(queue: Queue<string>): Promise<Delivery<string>> {
  const delivery = await queue.take()
  if (delivery === undefined) throw new Error('the queue is closed')
  return delivery
}

/** The promises of the Queue port; every implementation runs them all. */
export function queueContract(name: string, make: () => QueueUnderTest): void {
  describe(`${name} as a queue`, () => {
    let under: QueueUnderTest
    let dead: string[]
    const open = (leaseMs = 1_000, maxDeliver = 3): Promise<Queue<string>> =>
      under.open({ leaseMs, maxDeliver, onDead: (id) => dead.push(id) })
    beforeEach(() => {
      under = make()
      dead = []
    })
    afterEach(() => under.clear())

    test('gives what was offered, oldest first, once', async () => {
      const queue = await open()
      expect(await queue.offer('a', 'body a')).toBe(true)
      expect(await queue.offer('b', 'body b')).toBe(true)
      const first = await taken(queue)
      expect(first).toMatchObject({ id: 'a', body: 'body a', times: 1 })
      expect(await queue.take()).toMatchObject({ id: 'b', times: 1 })
      expect(await queue.settle(first, 'done')).toBe(true)
    })

    test('takes a job of one id once only, done or not', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      expect(await queue.offer('a', '2')).toBe(false)
      await queue.settle(await taken(queue), 'done')
      expect(await queue.offer('a', '3')).toBe(false)
    })

    test('a taker that comes first waits; closing sends it home', async () => {
      const queue = await open()
      const [early, never] = [queue.take(), queue.take()]
      await queue.offer('a', '1')
      expect(await early).toMatchObject({ id: 'a' })
      await queue.close()
      expect(await never).toBeUndefined()
      expect(await queue.take()).toBeUndefined()
    })

    test('what is given back is lent again and counted', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      await queue.settle(await taken(queue), 'again')
      expect(await queue.take()).toMatchObject({ id: 'a', times: 2 })
    })

    test('a silent taker loses its job, and settles nothing when it comes back', async () => {
      const queue = await open(1_000)
      await queue.offer('a', '1')
      const lost = await taken(queue)
      await under.pass(1_100)
      const found = await taken(queue)
      expect(found).toMatchObject({ id: 'a', times: 2 })
      expect(await queue.beat(lost)).toBe(false)
      expect(await queue.settle(lost, 'done')).toBe(false)
      expect(await queue.settle(lost, 'again')).toBe(false)
      expect(await queue.settle(found, 'done')).toBe(true)
    })

    test('a beat keeps the job', async () => {
      const queue = await open(1_000)
      await queue.offer('a', '1')
      const kept = await taken(queue)
      for (let beats = 0; beats < 4; beats++) {
        await under.pass(600)
        expect(await queue.beat(kept)).toBe(true)
      }
      expect(await queue.settle(kept, 'done')).toBe(true)
    })

    test('what was lent too often is dead, told once, and not lent again', async () => {
      const queue = await open(1_000, 2)
      await queue.offer('poison', '1')
      await queue.settle(await taken(queue), 'again')
      await queue.take()
      await under.pass(1_100)
      expect(dead).toEqual(['poison'])
      await queue.offer('b', '2')
      expect(await queue.take()).toMatchObject({ id: 'b' })
    })

    test('whatever takers do, every job is done or dead, and once', async () => {
      const acts = fc.array(fc.constantFrom('done', 'again', 'silent'), { minLength: 1, maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(acts, fc.integer({ min: 1, max: 8 }), async (choices, jobs) => {
          dead = []
          const queue = await open(1_000, 3)
          for (let job = 0; job < jobs; job++) await queue.offer(`job ${job}`, '')
          const done: string[] = []
          for (let turn = 0; done.length + dead.length < jobs; turn++) {
            const choice = choices[turn % choices.length]
            const delivery = await taken(queue)
            if (choice === 'silent') await under.pass(1_100)
            else if (await queue.settle(delivery, choice === 'done' ? 'done' : 'again'))
              if (choice === 'done') done.push(delivery.id)
          }
          expect([...done, ...dead].sort()).toEqual(Array.from({ length: jobs }, (_, job) => `job ${job}`))
          await queue.close()
        }),
        { numRuns: 30 },
      )
    })
  })
}
