const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Waits before the attempts after the first: fast at the head, because seconds matter; patient at the tail. */
const waits: readonly number[] = [
  0.25 * second,
  1 * second,
  4 * second,
  15 * second,
  60 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
]

/** Waits between probes after a provider took a request, until `proveWithin` is over. */
const probes: readonly number[] = [25, 50, 100, 250, 500, 1 * second, 2 * second, 5 * second, 10 * second]

const longestWait = 24 * hour

/** How often one revocation is tried before it becomes a dead letter. */
export const attemptsAllowed: number = waits.length + 1

/** Milliseconds within which a revocation must be proven effective, counted from its acceptance. */
export const proveWithin: number = 2 * minute

/** Milliseconds after which an effective revocation is looked at once more before it is done. */
export const settleAfter: number = 10 * second

/**
 * Milliseconds to wait after the given number of attempts: full jitter (a random share of the wait), but never less
 * than the provider asked for (Retry-After, RFC 9110, 10.2.3). `random` is 0 to 1.
 */
export function retryWait(attempts: number, random: number, retryAfterMs = 0): number {
  const wait = waits[Math.min(attempts, waits.length) - 1] ?? 0
  return Math.min(longestWait, Math.max(retryAfterMs, Math.round(wait * random)))
}

/** Milliseconds until the next probe after the given number of probes. */
export function probeWait(count: number): number {
  return probes[Math.min(count, probes.length - 1)] ?? 0
}
