import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connectNats } from '../../queue/nats/connect.js'
import { makeNatsQueue } from '../../queue/nats/queue.js'
import { natsMissing, startNatsServer } from '../../testing/nats-server.js'
import { labNames } from './names.js'
import { orderCodec } from './order.js'
import { openLedgerOfOrders } from './pending.js'
import { resultCodec } from './result.js'
import { watchStock } from './stock.js'

test.skipIf(natsMissing !== undefined)(
  `an order that vanished is ordered again, and is lost the third time${natsMissing === undefined ? '' : ` (skipped: ${natsMissing})`}`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stock-'))
    const server = await startNatsServer(folder)
    const nc = await connectNats({ url: server.url }, 'test')
    const names = labNames('lab')
    const options = { leaseMs: 5_000, maxDeliver: 3 }
    const orders = await makeNatsQueue(nc, { ...options, place: names.orders('t'), codec: orderCodec })
    await makeNatsQueue(nc, { ...options, place: names.results, codec: resultCodec })
    const job = { type: 'examine', source: 'npm:x', locator: 'npm:x' } as const
    const pending = openLedgerOfOrders(new Map([['examine npm:x', job]]), 't', 'epoch')
    const again = (id: string): ReturnType<typeof pending.order> =>
      pending.order(id, { type: 'examine', locator: 'npm:x', name: 'x' })
    const made = again('examine npm:x')
    if (made === undefined) throw new Error('nothing was ordered')
    await orders.offer(made.id, made.order)
    const lost = new Promise<string>((resolve) => {
      watchStock(
        nc,
        names,
        pending,
        orders,
        { again: (id) => Promise.resolve(again(id)), onLost: resolve },
        50,
      )
    })
    const epochs: string[] = []
    for (let round = 0; round < 3; round++) {
      const taken = await orders.take()
      if (taken === undefined) break
      epochs.push(taken.body.epoch)
      // As a worker that sends nothing for it.
      await orders.settle(taken, 'done')
    }
    expect(await lost).toBe('examine npm:x')
    expect(epochs).toEqual(['epoch 1', 'epoch 2', 'epoch 3'])
    expect(pending.out()).toEqual([])
    pending.end()
    await nc.close()
    await server.kill()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
)
