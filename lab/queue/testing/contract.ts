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
  /** Milliseconds of a lease in these tests, and how many histories are tried: fewer where time is real. */
  readonly leaseMs: number
  readonly histories: number
}

async function taken(queue: Queue<string>): Promise<Delivery<string>> {
  const delivery = await queue.take()
  if (delivery === undefined) throw new Error('the queue is closed')
  return delivery
}

/** The promises of the Queue port; every implementation runs them all, or says by `skip` why not here. */
export function queueContract(name: string, make: () => Promise<QueueUnderTest>, skip?: string): void {
  const title = `${name} as a queue${skip === undefined ? '' : ` (skipped: ${skip})`}`
  describe.skipIf(skip !== undefined)(title, () => {
    let under: QueueUnderTest
    let dead: string[]
    let tell: () => void = () => undefined
    const onDead = (id: string): void => {
      dead.push(id)
      tell()
    }
    const open = (maxDeliver = 3): Promise<Queue<string>> =>
      under.open({ leaseMs: under.leaseMs, maxDeliver, onDead })
    const lapse = (): Promise<void> => under.pass(under.leaseMs * 1.1)
    beforeEach(async () => {
      under = await make()
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
      expect(await queue.settle(first, 'done')).toBe(false)
    })

    test('takes a job of one id once only, done or not', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      expect(await queue.offer('a', '2')).toBe(false)
      await queue.settle(await taken(queue), 'done')
      expect(await queue.offer('a', '3')).toBe(false)
    })

    test('ids and bodies may be any text', async () => {
      const queue = await open()
      const texts = ['a b/c > *.é\u{1f600}', 'line\r\nline: x', '.', '']
      for (const text of texts) expect(await queue.offer(`id ${text}`, text)).toBe(true)
      for (const text of texts)
        expect(await queue.take()).toMatchObject({ id: `id ${text}`, body: text, times: 1 })
    })

    test('a taker that comes first waits; closing sends it home', async () => {
      const queue = await open()
      const [early, never] = [queue.take(), queue.take()]
      await queue.offer('a', '1')
      expect(await Promise.race([early, never])).toMatchObject({ id: 'a' })
      await queue.close()
      expect((await Promise.all([early, never])).filter((one) => one === undefined)).toHaveLength(1)
      expect(await queue.take()).toBeUndefined()
    })

    test('what is under way when it closes can still be settled', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      const delivery = await taken(queue)
      await queue.close()
      expect(await queue.beat(delivery)).toBe(true)
      expect(await queue.settle(delivery, 'done')).toBe(true)
    })

    test('what is given back is lent again and counted', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      await queue.settle(await taken(queue), 'again')
      expect(await queue.take()).toMatchObject({ id: 'a', times: 2 })
    })

    test('a silent taker loses its job, and settles nothing when it comes back', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      const lost = await taken(queue)
      await lapse()
      const found = await taken(queue)
      expect(found).toMatchObject({ id: 'a', times: 2 })
      expect(await queue.beat(lost)).toBe(false)
      expect(await queue.settle(lost, 'done')).toBe(false)
      expect(await queue.settle(lost, 'again')).toBe(false)
      expect(await queue.settle(found, 'done')).toBe(true)
    })

    test('a beat keeps the job', async () => {
      const queue = await open()
      await queue.offer('a', '1')
      const kept = await taken(queue)
      for (let beats = 0; beats < 4; beats++) {
        await under.pass(under.leaseMs * 0.6)
        expect(await queue.beat(kept)).toBe(true)
      }
      expect(await queue.settle(kept, 'done')).toBe(true)
    })

    test('what was lent too often is dead, told once, and not lent again', async () => {
      const queue = await open(2)
      await queue.offer('poison', '1')
      await queue.settle(await taken(queue), 'again')
      await queue.take()
      const next = queue.take()
      await lapse()
      await expect.poll(() => dead).toEqual(['poison'])
      await queue.offer('b', '2')
      expect(await next).toMatchObject({ id: 'b' })
      expect(dead).toEqual(['poison'])
    })

    test('whatever takers do, every job is done or dead, and once', async () => {
      const acts = fc.array(fc.constantFrom('done', 'again', 'silent'), { minLength: 1, maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(acts, fc.integer({ min: 1, max: 8 }), async (choices, jobs) => {
          dead = []
          const done: string[] = []
          const queue = await open()
          const over = new Promise<undefined>((resolve) => {
            tell = () => {
              if (done.length + dead.length >= jobs) resolve(undefined)
            }
          })
          for (let job = 0; job < jobs; job++) await queue.offer(`job ${job}`, '')
          for (let turn = 0; done.length + dead.length < jobs; turn++) {
            const choice = choices[turn % choices.length]
            const delivery = await Promise.race([queue.take(), over])
            if (delivery === undefined) break
            if (choice === 'silent') await lapse()
            else if (await queue.settle(delivery, choice === 'done' ? 'done' : 'again'))
              if (choice === 'done') done.push(delivery.id)
          }
          expect([...done, ...dead].sort()).toEqual(Array.from({ length: jobs }, (_, job) => `job ${job}`))
          await queue.close()
        }),
        { numRuns: under.histories },
      )
    }, 60_000)
  })
}
