import { createRpcDecoder, encodeRpc } from '@clawback/wire'
import type { RpcMessage } from '@clawback/wire'
import type { Stdio } from '../../ports.js'
import { createExchange } from './link.js'
import type { Link, LinkHandlers } from './link.js'

/** MCP's stdio transport: one JSON-RPC message per line, both ways. */
export function openStdioLink(stdio: Stdio, handlers: LinkHandlers): Link {
  const exchange = createExchange(handlers)
  const decoder = createRpcDecoder()
  let ids = 0

  const send = (message: RpcMessage): void => {
    if (stdio.stdin.writable) stdio.stdin.write(encodeRpc(message))
  }
  const take = (messages: ReturnType<typeof decoder.push>): void => {
    for (const message of messages)
      void exchange.take(message).then((answer) => {
        if (answer !== undefined) send(answer)
      })
  }
  stdio.stdin.on('error', () => exchange.end('ended'))
  stdio.stderr.resume()
  stdio.stdout.on('data', (chunk: Buffer) => {
    if (!exchange.over()) take(decoder.push(chunk))
  })
  stdio.stdout.once('end', () => {
    take(decoder.end())
    exchange.end('ended')
  })
  stdio.stdout.once('close', () => exchange.end('ended'))
  stdio.stdout.on('error', () => exchange.end('ended'))

  return {
    transport: 'pipe',
    speak: () => undefined,
    nextId: () => ++ids,
    send,
    request(message, timeoutMs) {
      const reply = exchange.expect(message.id, timeoutMs)
      send(message)
      return reply
    },
    close() {
      exchange.end('ended')
      stdio.stdin.end()
    },
  }
}
