import { traceDigest } from '@clawback/model'
import type { TraceEvent } from '@clawback/model'
import type { Canary } from '../ports.js'

/** Fields that say what some content was: they differ in every run when the content holds a planted value. */
const ofContent = /\.(?:digest|size|bytes|text|diff)$|^url\.(?:full|query|path)$|^dns\.question\.name$/

/**
 * Digest of what happened, equal for repeats: planted values are fresh in every run, so content that holds one counts
 * by its place and not by its bytes; what the interpreter looks at on its own account (`platform`) is left out, for its
 * threads get more or less of it done before the sample ends.
 */
export function runDigest(
  events: readonly TraceEvent[],
  bodies: Readonly<Record<string, string>>,
  canaries: readonly Canary[],
): string {
  const carriers = new Set(events.filter(({ kind }) => kind === 'canary.leak').map(({ cause }) => cause))
  const planted = new Set(
    Object.entries(bodies)
      .filter(([, body]) => holdsAny(Buffer.from(body, 'base64'), canaries))
      .map(([digest]) => digest),
  )
  const own = events.filter((event) => event['file.operation'] !== 'platform')
  return traceDigest(
    own.map((event) => {
      const touched =
        carriers.has(event.id) || Object.values(event).some((value) => planted.has(String(value)))
      return touched ? withoutContent(event) : event
    }),
  )
}

function holdsAny(bytes: Buffer, canaries: readonly Canary[]): boolean {
  return canaries.some(({ value }) => bytes.includes(value))
}

function withoutContent(event: TraceEvent): TraceEvent {
  return Object.fromEntries(
    Object.entries(event).filter(([name]) => !ofContent.test(name)),
  ) as unknown as TraceEvent
}
