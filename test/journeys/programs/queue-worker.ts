/** A worker of the storm: takes jobs over NATS, digests their text some thousand times, and sends the digest. */
import { connectNats } from '../../../lab/queue/nats/connect.js'
import { joinNatsQueue } from '../../../lab/queue/nats/queue.js'
import { steadily } from '../../../lab/queue/nats/steady.js'
import { keepLent } from '../../../lab/queue/keep.js'
import { digestOf, leaseMs, maxDeliver, orders, results, text } from '../../tools/storm-job.js'

const [url = '', rounds = '1'] = process.argv.slice(2)
// It may be begun while the server is down.
const nc = await steadily(url, () => connectNats({ url }, 'worker'))
const options = { codec: text, leaseMs, maxDeliver }
const jobs = keepLent(joinNatsQueue(nc, { ...options, place: orders }), leaseMs / 3)
const answers = joinNatsQueue(nc, { ...options, place: results })
process.on('SIGTERM', () => void jobs.close())
for (let next = await jobs.take(); next !== undefined; next = await jobs.take()) {
  await answers.offer(next.id, digestOf(next.body, Number(rounds)))
  await jobs.settle(next, 'done')
}
await nc.close()
