import { createHash } from 'node:crypto'
import type { Sighting } from '../ports.js'
import type { Connector, Look } from './connector.js'
import { clean } from './clean.js'

export type GapReason = 'malformed' | 'unmapped' | 'refused' | 'overload' | 'our-failure'

/** What could not become an event is kept as a gap: counted, with a digest of the redacted original, never dropped. */
export function gap(
  connector: Pick<Connector, 'channel'>,
  look: Look,
  reason: GapReason,
  detail: string,
  raw: string,
  count = 1,
): Sighting {
  return {
    draft: {
      kind: 'source.gap',
      time: look.received,
      'source.channel': connector.channel,
      'gap.reason': reason,
      'gap.detail': clean(detail.slice(0, 300), look).text,
      'gap.count': count,
      'source.raw.digest': digestOf(clean(raw, look).text),
    },
    keys: {},
  }
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
