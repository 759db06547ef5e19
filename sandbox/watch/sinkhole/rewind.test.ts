import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { rewind } from './rewind.js'

/** A stream that keeps what is written, and flushes its end only when told. */
function slowEnd(): { readonly inner: Duplex; readonly written: Buffer[]; readonly flush: () => void } {
  const written: Buffer[] = []
  let flush = (): void => undefined
  const inner = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      written.push(chunk)
      done()
    },
    final: (done) => void (flush = done),
  })
  return { inner, written, flush: () => flush() }
}

test('begins with what was read before and goes on with the rest', async () => {
  const inner = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() })
  inner.push('lo')
  inner.push(null)
  const parts: string[] = []
  for await (const part of rewind(inner, Buffer.from('hel'))) parts.push(String(part))
  expect(parts.join('')).toBe('hello')
})

test('has ended before the stream below has flushed, and still loses nothing of it', async () => {
  const { inner, written, flush } = slowEnd()
  const outer = rewind(inner, Buffer.alloc(0))
  outer.write('last words')
  await new Promise<void>((resolve) => outer.end(resolve))
  expect(inner.writableFinished).toBe(false)
  outer.destroy()
  expect(inner.destroyed).toBe(false)
  const closed = new Promise((resolve) => inner.once('close', resolve))
  flush()
  await closed
  expect(Buffer.concat(written).toString()).toBe('last words')
})

test('takes the stream below with it when it fails', () => {
  const { inner } = slowEnd()
  const outer = rewind(inner, Buffer.alloc(0)).on('error', () => undefined)
  outer.end()
  outer.destroy(new Error('broken'))
  expect(inner.destroyed).toBe(true)
})
