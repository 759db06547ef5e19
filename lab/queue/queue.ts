/** A job lent to one taker for a time. */
export interface Delivery<Body> {
  readonly id: string
  readonly body: Body
  /** How often it has been lent, this time included. */
  readonly times: number
  /** Names this very lending: an earlier taker that comes back late settles nothing. */
  readonly lease: string
}

/**
 * Port: work that is lent and must be given back. Each job is done once, however often takers are lost: what is neither
 * settled nor beaten for within the lease is lent again, and what was lent too often is dead and told to `onDead`.
 * (Written so that a JetStream work-queue stream can stand behind it: message id, ack wait, in progress, ack, nak, max
 * deliver.)
 */
export interface Queue<Body> {
  /** Puts a job in; false when a job of this id was put in before. */
  offer(id: string, body: Body): Promise<boolean>
  /** The next job, oldest first; waits for one. Undefined once the queue is closed. */
  take(): Promise<Delivery<Body> | undefined>
  /** Asks for the lease anew; false when it is lost, and the work with it. */
  beat(delivery: Delivery<Body>): Promise<boolean>
  /** Ends a lending: `done` for good, `again` for another taker. False when the lease was lost: nothing is settled. */
  settle(delivery: Delivery<Body>, outcome: 'done' | 'again'): Promise<boolean>
  /** No more is lent; who waits in `take` goes home. */
  close(): Promise<void>
}

export interface QueueOptions<Body> {
  /** Milliseconds a job may be away without a beat. */
  readonly leaseMs: number
  /** Times a job is lent at most. */
  readonly maxDeliver: number
  /** A job that was lent too often; it is not lent again. */
  readonly onDead?: (id: string, body: Body, times: number) => void
}
