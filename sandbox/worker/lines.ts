import type { Readable } from 'node:stream'

/**
 * Hands every line of a stream to `onLine`, cut to `maximum` bytes: the rest of a longer line is dropped, so that no
 * line can fill the memory. Resolves when the stream has ended.
 */
export async function eachLine(
  stream: Readable,
  maximum: number,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = ''
  let skipping = false
  stream.setEncoding('latin1')
  stream.on('data', (chunk: string) => {
    let start = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      if (!skipping) onLine((rest + chunk.slice(start, end)).slice(0, maximum))
      skipping = false
      rest = ''
      start = end + 1
    }
    if (skipping) return
    rest += chunk.slice(start)
    if (rest.length <= maximum) return
    onLine(rest.slice(0, maximum))
    rest = ''
    skipping = true
  })
  await new Promise<void>((resolve) => {
    stream.once('close', resolve)
    stream.once('error', () => resolve())
  })
  if (rest !== '') onLine(rest)
}
