import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'

/** One parsed line with its place for errors. */
export interface Line {
  readonly value: unknown
  readonly where: string
}

/** Reads NDJSON line by line from a file or from standard input (`-`). Throws INPUT_NOT_FOUND, INPUT_MALFORMED with file:line. */
export async function* readNdjson(path: string): AsyncGenerator<Line> {
  const input = path === '-' ? process.stdin : createReadStream(path, 'utf8')
  const failed = new Promise<never>((_, reject) => {
    input.once('error', (error: unknown) => {
      reject(new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error))
    })
  })
  failed.catch(() => undefined)
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]()
  for (let number = 1; ; number++) {
    const next = await Promise.race([lines.next(), failed])
    if (next.done === true) return
    if (next.value.trim() !== '')
      yield { value: parse(next.value, `${path}:${number}`), where: `${path}:${number}` }
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ClawbackError(
      'INPUT_MALFORMED',
      { where, detail: 'the line is not JSON', mend: 'Give one JSON object per line.' },
      error,
    )
  }
}
