import type { Parcel } from '../../queue/nats/bucket.js'
import type { Codec } from '../../queue/nats/envelope.js'
import type { Answer } from '../messages.js'
import { isAnswer } from './answer.js'
import { longestId } from './order.js'
import { decodePacket, encodePacket } from './packet.js'
import { isCount, isHex, isParcel, isText, membersOf } from './shape.js'

/** What came of an order. */
export interface Result {
  readonly job: string
  readonly work: string
  /** Times the order had been lent. */
  readonly deliveries: number
  /** Milliseconds the work took. */
  readonly ms: number
  /** The answer, or where it is when it was too large for a message. */
  readonly answer: Answer | Parcel
}

/** Who sends one asks first how large it is. */
const encoded = new WeakMap<Result, Uint8Array>()

/** Results as bytes: bytes in, checked results out, since anybody who may write there may have written them. */
export const resultCodec: Codec<Result> = {
  encode(result) {
    const bytes = encoded.get(result) ?? encodePacket(result)
    encoded.set(result, bytes)
    return bytes
  },
  decode(bytes) {
    const result = membersOf(decodePacket(bytes))
    const { job, work, deliveries, ms, answer } = result ?? {}
    if (!isText(job, longestId) || !isHex(work) || !isCount(deliveries, 1_000) || !isCount(ms, 86_400_000))
      return undefined
    return isParcel(answer) || isAnswer(answer) ? { job, work, deliveries, ms, answer } : undefined
  },
}

export function encodeAnswer(answer: Answer): Uint8Array {
  return encodePacket(answer)
}

/** An answer that came as a parcel; undefined when it is none. */
export function decodeAnswer(bytes: Uint8Array): Answer | undefined {
  const answer = decodePacket(bytes)
  return isAnswer(answer) ? answer : undefined
}
