/** Values pushed on one side and awaited on the other, in order. */
export interface Queue<T> extends AsyncIterable<T> {
  push(value: T): void
  /** No more values; what was pushed is still handed out. */
  end(): void
  /** The waiting side throws, after what was pushed before. */
  fail(error: Error): void
  readonly closed: boolean
  readonly failure: Error | undefined
  /** Resolves once closed by either side. */
  readonly whenClosed: Promise<void>
}

export function createQueue<T>(): Queue<T> {
  const values: T[] = []
  let failure: Error | undefined
  let closed = false
  let wake: () => void = () => undefined
  let release: () => void = () => undefined
  const whenClosed = new Promise<void>((resolve) => (release = resolve))
  const close = (error?: Error): void => {
    if (closed) return
    closed = true
    failure = error
    release()
    wake()
  }
  return {
    push(value) {
      if (!closed) values.push(value)
      wake()
    },
    end: () => close(),
    fail: close,
    get failure() {
      return failure
    },
    get closed() {
      return closed
    },
    whenClosed,
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const value = values.shift()
        if (value !== undefined) yield value
        else if (failure !== undefined) throw failure
        else if (closed) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
