import { Duplex } from 'node:stream'

/**
 * A stream that begins with bytes already read from another and then goes on with it. A plain `unshift` loses them:
 * TLS and HTTP take the handle below the stream. Bytes that came before the other side closed are still delivered.
 * `tap` is shown everything that comes in.
 */
export function rewind(inner: Duplex, head: Buffer, tap?: (chunk: Buffer) => void): Duplex {
  let ended = false
  const outer = new Duplex({
    read: () => inner.resume(),
    write: (chunk: Buffer, encoding, done) => inner.write(chunk, encoding, done),
    // Not after the inner one has flushed: Node's TLS fails an assertion, and this process with it, when something comes
    // in that it has to answer while the end is still under way.
    final: (done) => {
      inner.end()
      done()
    },
    destroy(error, done) {
      if (error === null && inner.writableEnded && !inner.writableFinished)
        inner.once('finish', () => inner.destroy())
      else inner.destroy()
      done(error)
    },
  })
  const finish = (): void => {
    if (!ended) outer.push(null)
    ended = true
  }
  if (head.length > 0) {
    tap?.(head)
    outer.push(head)
  }
  inner.on('data', (chunk: Buffer) => {
    tap?.(chunk)
    if (!ended && !outer.push(chunk)) inner.pause()
  })
  const closed = (): void => {
    finish()
    if (outer.readableEnded) outer.destroy()
    else outer.once('end', () => outer.destroy())
  }
  if (inner.readableEnded) finish()
  else inner.once('end', finish)
  inner.on('error', (error) => outer.destroy(error))
  if (inner.closed) closed()
  else inner.once('close', closed)
  return outer
}
