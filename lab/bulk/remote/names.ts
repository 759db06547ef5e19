import { ClawbackError } from '@clawback/model'
import type { QueuePlace } from '../../queue/nats/place.js'

/** Everything of one lab on a server: permissions name these (docs/how-to/bulk-nats.md). */
export interface LabNames {
  readonly lab: string
  /** Orders: the consumer is named by what is agreed on, so that a worker of another version finds none. */
  orders(terms: string): QueuePlace
  readonly results: QueuePlace
  /** Object stores: samples for workers, and answers that are too large for a message. */
  readonly samples: string
  readonly answers: string
  /** Subjects on which the coordinator answers. */
  readonly join: string
  readonly known: string
}

/** Names of a lab. Throws USAGE: the name becomes part of subjects and of file names of the server. */
export function labNames(lab: string): LabNames {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(lab))
    throw new ClawbackError('USAGE', {
      detail: `${JSON.stringify(lab)} is no name of a lab: up to 32 of a to z, 0 to 9 and -`,
    })
  const subject = `clawback.${lab}`
  const stream = `clawback_${lab}`
  return {
    lab,
    orders: (terms) => ({ stream: `${stream}_orders`, subject: `${subject}.orders`, takers: `w-${terms}` }),
    results: { stream: `${stream}_results`, subject: `${subject}.results`, takers: 'coordinator' },
    samples: `${stream}_samples`,
    answers: `${stream}_answers`,
    join: `${subject}.join`,
    known: `${subject}.known`,
  }
}
