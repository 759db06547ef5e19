/**
 * True once `ms` have passed, and this process has worked for `ms` after that. A machine that stood still, or had others to
 * serve, is no reason to give up a text that is quickly read. What was worked is asked for only when time is up: asking
 * costs more than reading a short text.
 */
export function startDeadline(
  ms: number,
  now: () => number = () => performance.now(),
  worked: () => number = workedMs,
): () => boolean {
  const until = now() + ms
  let enough: number | undefined
  return () => {
    if (now() <= until) return false
    enough ??= worked() + ms
    return worked() > enough
  }
}

function workedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
