import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the next requests that fit meet on the way. `execute-then-hang` lets the server work and keeps its answer. */
export type Fault =
  | { readonly do: 'execute-then-hang' }
  | { readonly do: 'reset' }
  | { readonly do: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }

/** A way to a server that can be made bad. Faults are used up in order, one per request that fits. */
export interface FaultProxy {
  readonly url: string
  /** Requests that reached the server, `METHOD /path`. */
  readonly passed: string[]
  fault(fits: (method: string, path: string) => boolean, fault: Fault, times?: number): void
  close(): Promise<void>
}

export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const faults: { fits: (method: string, path: string) => boolean; fault: Fault }[] = []
  const passed: string[] = []
  const server = createServer((incoming, outgoing) => {
    const [method, path] = [incoming.method ?? '', incoming.url ?? '']
    const at = faults.findIndex(({ fits }) => fits(method, path))
    const [met] = at < 0 ? [] : faults.splice(at, 1)
    const fault = met?.fault
    if (fault?.do === 'reset') {
      incoming.socket.destroy()
      return
    }
    if (fault?.do === 'answer') {
      incoming.resume()
      outgoing.writeHead(fault.status, fault.headers).end()
      return
    }
    passed.push(`${method} ${path}`)
    forward(target, incoming, fault ? undefined : outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    fault: (fits, fault, times = 1) => {
      for (let no = 0; no < times; no++) faults.push({ fits, fault })
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Hands a request on; with nobody to answer to, the answer is read and thrown away, and the asker waits. */
function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse | undefined): void {
  const onward = request(new URL(incoming.url ?? '/', target), {
    method: incoming.method,
    headers: incoming.headers,
  })
  onward.on('response', (answer) => {
    if (!outgoing) return void answer.resume()
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing?.destroy())
  incoming.pipe(onward)
}
