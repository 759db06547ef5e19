import { request } from 'node:http'

export interface Posted {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** Posts to a guard as a hook shim, an exporter or a log shipper would: over its unix socket. */
export function postTo(socket: string, path: string, text: string): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        socketPath: socket,
        method: 'POST',
        path: `/v1/${path}`,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8')
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: answer === '' ? {} : (JSON.parse(answer) as unknown),
          })
        })
      },
    )
    asking.once('error', reject)
    asking.end(text)
  })
}

/** Ships raw log lines to a guard as they are written. */
export interface Shipper {
  /** Sends one line to the inlet of a source. */
  ship(source: string, line: string): void
  /** Resolves when every line so far is durable in the guard. */
  settled(): Promise<void>
}

export function createShipper(socket: string): Shipper {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ship: (source, line) => {
      const sent = postTo(socket, `logs/${source}`, line)
      last = Promise.all([last, sent])
      // A lost line is told by `settled`, not by an unhandled rejection.
      last.catch(() => undefined)
    },
    settled: async () => {
      await last
    },
  }
}
