/**
 * A clock in the time of the kernel trace (wall clock), with fractions, that does not jump while a run lasts. Anchored
 * at a tick of the millisecond clock, so that it agrees with the tracer's stamps to some microseconds.
 */
export function anchoredClock(): () => number {
  const before = Date.now()
  let wall = before
  while (wall === before) wall = Date.now()
  const offset = wall - performance.now()
  return () => performance.now() + offset
}
