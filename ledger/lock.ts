/** Runs one piece of work at a time, in the order asked for. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>

/** A fair lock. A piece of work that throws does not stop those after it. */
export function createLock(): Lock {
  let tail: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = tail.then(work)
    tail = turn.catch(() => undefined)
    return turn
  }
}
