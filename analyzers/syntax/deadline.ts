/**
 * True once both passed: `ms` of time, and `ms` of work of this process. A machine that stood still, or had others to
 * serve, is no reason to give up a text that is quickly read.
 */
export function startDeadline(
  ms: number,
  now: () => number = () => performance.now(),
  worked: () => number = workedMs,
): () => boolean {
  const until = now() + ms
  const enough = worked() + ms
  return () => now() > until && worked() > enough
}

function workedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
