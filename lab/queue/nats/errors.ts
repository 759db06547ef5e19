import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import { errors } from '@nats-io/transport-node'
import { ClawbackError } from '@clawback/model'

/** The name of a connection's far end, as errors show it: no credentials are ever in it. */
export type Place = string

/**
 * What went wrong with a server, typed: QUEUE_REFUSED when it does not let us (credentials, permissions, certificate),
 * QUEUE_UNREACHABLE for everything else.
 */
export function queueError(error: unknown, place: Place): ClawbackError {
  if (error instanceof ClawbackError) return error
  const detail = error instanceof Error ? messageOf(error) : String(error)
  return new ClawbackError(isRefusal(error) ? 'QUEUE_REFUSED' : 'QUEUE_UNREACHABLE', { place, detail }, error)
}

/** Whether trying again is of no use. A server that restarts is none of these. */
export function isRefusal(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++)
    if (
      at instanceof errors.PermissionViolationError ||
      at instanceof errors.AuthorizationError ||
      at instanceof errors.UserAuthenticationExpiredError ||
      /authorization violation|authentication|permissions violation|certificate|self.signed|alert (unknown ca|bad certificate)/i.test(
        at.message,
      )
    )
      return true
  return false
}

/** Whether nothing took what was sent. */
export function hasNoResponders(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++)
    if (at instanceof errors.NoRespondersError) return true
  return false
}

/** Whether a stream or consumer is not there (any more). */
export function isGone(error: unknown): boolean {
  return (
    error instanceof JetStreamApiError &&
    (error.code === JetStreamApiCodes.StreamNotFound || error.code === JetStreamApiCodes.ConsumerNotFound)
  )
}

function messageOf(error: Error): string {
  const { cause } = error
  return cause instanceof Error && cause.message !== error.message
    ? `${error.message}: ${cause.message}`
    : error.message
}
