/**
 * A responder that is told of twelve incidents and dies by its own hand at the given place: `node crash.ts STATE URL
 * POINT NTH`. Without a place it works until every revocation is effective, and ends.
 */
import { uuidv7 } from '@clawback/model'
import { openResponder } from '../responder.js'
import { questionOf } from './question.js'

const [state = '', url = '', point = '', nth = '1'] = process.argv.slice(2)
let seen = 0
const room = await openResponder(
  {
    state,
    where: 'crash',
    settings: {
      mode: 'enforce',
      fuse: { most: 1_000 },
      hooks: [{ type: 'webhook', name: 'idp', url, secret: 'env:SECRET', subjects: ['grant'], probes: true }],
    },
    vault: { seal: () => uuidv7(0), use: () => Promise.resolve(undefined) },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    record: () => undefined,
    fault: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
  },
  {
    requestMs: 150,
    failpoint: (at) => {
      if (at === point && ++seen === Number(nth)) process.kill(process.pid, 'SIGKILL')
    },
  },
)
const incidents = Array.from({ length: 12 }, (_, no) => no)
await Promise.all(
  incidents.map((no) =>
    room.consider(questionOf({ incident: `i-${no}`, instance: `s-${no}`, grant: `g-${no}` })),
  ),
)
if (point === 'committed') process.kill(process.pid, 'SIGKILL')
const done = async (): Promise<boolean> => {
  const intents = await room.desk.intents()
  return (
    intents.length === incidents.length && intents.every((each) => ['effective', 'done'].includes(each.state))
  )
}
while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10))
const { problems } = await room.desk.audit()
process.stdout.write(JSON.stringify(problems))
await room.stop()
