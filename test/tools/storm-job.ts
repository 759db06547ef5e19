import { createHash } from 'node:crypto'
import type { Codec } from '../../lab/queue/nats/envelope.js'
import type { QueuePlace } from '../../lab/queue/nats/place.js'

/** What coordinator and workers of the storm agree on. */
export const orders: QueuePlace = { stream: 'storm_orders', subject: 'storm.orders', takers: 'workers' }
export const results: QueuePlace = {
  stream: 'storm_results',
  subject: 'storm.results',
  takers: 'coordinator',
}
export const leaseMs = 2_000
/** High: here workers die by our hand, not by their job. */
export const maxDeliver = 50
export const text: Codec<string> = {
  encode: (body) => Buffer.from(body),
  decode: (bytes) => Buffer.from(bytes).toString('utf8'),
}

/** The job: cheap, and with one right answer. */
export function digestOf(body: string, rounds: number): string {
  let digest = body
  for (let round = 0; round < rounds; round++) digest = createHash('sha256').update(digest).digest('hex')
  return digest
}
