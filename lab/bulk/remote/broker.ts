import type { NatsAddress } from '../../queue/nats/connect.js'

/** A server that workers on other machines are reached by. */
export interface Broker extends NatsAddress {
  /** Name of the lab there: runs of different labs do not meet. */
  readonly lab: string
  /** Milliseconds a worker may be silent until its job is lent again; the same for all. Default 30,000. */
  readonly leaseMs?: number
}

export const defaultLeaseMs = 30_000
