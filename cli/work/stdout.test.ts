import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { writeStdout } from './stdout.js'

async function* parts(failure?: Error): AsyncGenerator<string | Uint8Array> {
  yield 'one'
  yield ''
  yield Buffer.from('two')
  await Promise.resolve()
  if (failure !== undefined) throw failure
}

test('parts are written in order, empty ones left out, and the stream stays open', async () => {
  const stream = new PassThrough()
  expect(await writeStdout(parts(), stream)).toBe(true)
  expect(String(stream.read())).toBe('onetwo')
  expect(stream.writableEnded).toBe(false)
})

test('a reader that stops reading ends it quietly', async () => {
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
  const stream = new Writable({ write: (_, __, done) => { done(gone) } }) // prettier-ignore
  await expect(writeStdout(parts(), stream)).resolves.toBe(false)
})

test('what breaks while the parts are made is told', async () => {
  await expect(writeStdout(parts(new Error('broken')), new PassThrough())).rejects.toThrow('broken')
})
