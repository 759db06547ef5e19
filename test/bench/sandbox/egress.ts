/**
 * What looking for planted values in egress costs:
 *
 *     npx tsx --conditions=@clawback/source test/bench/sandbox/egress.ts [REPEATS]
 *
 * For each kind of content, the most that one run is searched for (3 MiB) in messages of 256 KiB: MB/s, CPU of the whole,
 * the longest time in one go, and the time that sha256 takes for the same bytes in the same run. Best of the repeats.
 */
import { createHash, randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import { createLeakWatch } from '../../../sandbox/watch/canaries/leak-watch.js'
import { plantCanaries } from '../../../sandbox/watch/canaries/plant.js'

const repeats = Number(process.argv[2] ?? 3)
const message = 256 << 10
const messages = 12

const letters = (alphabet: string): Buffer =>
  Buffer.from(randomBytes(message).map((byte) => alphabet.charCodeAt(byte % alphabet.length)))
const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const kinds: Readonly<Record<string, () => Buffer>> = {
  random: () => randomBytes(message),
  'base64 text': () => Buffer.from(randomBytes((message * 3) / 4).toString('base64')),
  'base64 lines': () =>
    Buffer.from(
      randomBytes(message / 2)
        .toString('base64')
        .replaceAll(/.{76}/g, '$&\n'),
    ),
  'base64 words': () => Buffer.from(letters(base62).toString().replaceAll(/.{20}/g, '$& ').slice(0, message)),
  hex: () => Buffer.from(randomBytes(message / 2).toString('hex')),
  json: () => Buffer.from(JSON.stringify(rows()).slice(0, message)),
  'base64 of json': () =>
    Buffer.from(Buffer.from(JSON.stringify(rows())).toString('base64').slice(0, message)),
  percent: () =>
    Buffer.from(
      randomBytes(message / 3)
        .toString('hex')
        .replaceAll(/../g, '%$&'),
    ),
  'base85 runs': () => letters(`${base62}!#$%&()*+-;<=>?@^_{|}~`),
  zeros: () => Buffer.alloc(message),
}

function rows(): object[] {
  return Array.from({ length: 3000 }, (_, id) => ({
    id,
    name: `user ${randomBytes(4).toString('hex')}`,
    token: randomBytes(24).toString('base64url'),
    path: `/home/dana/project/${id}.ts`,
    note: 'a line of plain text that is as long as such lines are, with a full stop.',
  }))
}

for (const [name, make] of Object.entries(kinds)) {
  const runs = Array.from({ length: repeats }, () => once(make))
  const best = runs.reduce((a, b) => (b.cpu < a.cpu ? b : a))
  const mb = (message * messages) / 1e6
  process.stdout.write(
    `${name.padEnd(15)} ${(mb / best.wall).toFixed(1).padStart(6)} MB/s ${best.cpu.toFixed(2)} s CPU, longest ${Math.round(best.longest * 1000)} ms, ` +
      `${Math.round(best.wall / best.hash)} times sha256, first look ${Math.round(best.first * 1000)} ms\n`,
  )
}
process.stdout.write(`load ${loadavg()[0]?.toFixed(1) ?? '?'}\n`)

function once(make: () => Buffer) {
  const { canaries } = plantCanaries(randomBytes(4).toString('hex'))
  const bodies = Array.from({ length: messages }, make)
  const watch = createLeakWatch(canaries, () => undefined)
  const first = timed(() =>
    watch.see({ channel: 'http', bytes: Buffer.from('hello, world'), because: 'r' }),
  ).wall
  const times = bodies.map((bytes) => timed(() => watch.see({ channel: 'http', bytes, because: 'r' })))
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
  return {
    first,
    wall: sum(times.map(({ wall }) => wall)),
    cpu: sum(times.map(({ cpu }) => cpu)),
    longest: Math.max(...times.map(({ wall }) => wall)),
    hash: timed(() => bodies.forEach((bytes) => createHash('sha256').update(bytes).digest())).wall,
  }
}

function timed(work: () => void): { readonly wall: number; readonly cpu: number } {
  const cpu = process.cpuUsage()
  const start = performance.now()
  work()
  const { user, system } = process.cpuUsage(cpu)
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
}
