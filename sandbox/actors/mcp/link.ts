import type { JsonObject, McpDialect, RpcId, RpcMessage, RpcRequest, WireProblem } from '@clawback/wire'

/** What came of a request. Never thrown: a server may do anything. */
export type Reply =
  | { readonly type: 'result'; readonly result: unknown; readonly ms: number }
  | {
      readonly type: 'error'
      readonly code: number
      readonly message: string
      readonly data: unknown
      readonly ms: number
    }
  | { readonly type: 'silence'; readonly why: 'timeout' | 'ended' | 'flood'; readonly ms: number }

/** What a client answers to a request of the server. */
export type ClientAnswer =
  { readonly result: JsonObject } | { readonly error: { readonly code: number; readonly message: string } }

/** A connection to a server: requests go out and are answered, or not. */
export interface Link {
  request(message: RpcRequest, timeoutMs: number): Promise<Reply>
  send(message: RpcMessage): void
  /** A fresh request id. */
  nextId(): number
  /** `network.transport` of what is said. */
  readonly transport: 'pipe' | 'tcp'
  /** The dialect of what is sent from now on; HTTP has headers for it. */
  speak(dialect: McpDialect): void
  close(): void
}

/** What a link does with everything that is no answer to a request. */
export interface LinkHandlers {
  readonly onRequest: (request: RpcRequest) => Promise<ClientAnswer>
  readonly onNotification: (method: string, params: JsonObject | undefined) => void
  /** Bytes that are no message; also answers nobody asked for. */
  readonly onProblem: (problem: WireProblem) => void
  readonly now: () => number
}

/** Messages of one session; beyond it the server is not listened to any more. */
export const mostMessages = 20_000

/** Keeps requests and their answers together, whatever carries them. */
export interface Exchange {
  /** Registers a request; the promise settles on its answer, its timeout, or the end of the link. */
  expect(id: RpcId, timeoutMs: number): Promise<Reply>
  /** Takes one message in; gives what must be sent back, if anything. */
  take(message: RpcMessage | WireProblem): Promise<RpcMessage | undefined>
  end(why: 'ended' | 'flood'): void
  /** Nothing more is taken. */
  over(): boolean
}

export function createExchange(handlers: LinkHandlers): Exchange {
  const waiting = new Map<RpcId, (reply: Reply) => void>()
  const late = new Set<RpcId>()
  let taken = 0
  let over: 'ended' | 'flood' | undefined

  function settle(id: RpcId, reply: (ms: number) => Reply): boolean {
    const resolve = waiting.get(id)
    waiting.delete(id)
    resolve?.(reply(0))
    return resolve !== undefined
  }

  function end(why: 'ended' | 'flood'): void {
    over ??= why
    for (const id of [...waiting.keys()]) settle(id, (ms) => ({ type: 'silence', why, ms }))
  }

  return {
    expect(id, timeoutMs) {
      const start = handlers.now()
      const elapsed = (): number => Math.max(0, Math.round(handlers.now() - start))
      if (over !== undefined) return Promise.resolve({ type: 'silence', why: over, ms: 0 })
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          late.add(id)
          settle(id, (ms) => ({ type: 'silence', why: 'timeout', ms }))
        }, timeoutMs)
        waiting.set(id, (reply) => {
          clearTimeout(timer)
          resolve({ ...reply, ms: elapsed() })
        })
      })
    },
    async take(message) {
      if (over !== undefined) return undefined
      if (++taken > mostMessages) {
        end('flood')
        return undefined
      }
      if ('problem' in message) handlers.onProblem(message)
      else if (message.type === 'notification') handlers.onNotification(message.method, message.params)
      else if (message.type === 'request') {
        const { id } = message
        const answer = await handlers.onRequest(message)
        return 'result' in answer
          ? { type: 'result', id, result: answer.result }
          : { type: 'error', id, error: answer.error }
      } else if (!late.delete(message.id) && !settle(message.id, (ms) => asReply(message, ms)))
        handlers.onProblem({ problem: 'wrong-shape', detail: 'an answer nobody asked for', size: 0 })
      return undefined
    },
    end,
    over: () => over !== undefined,
  }
}

function asReply(message: Extract<RpcMessage, { type: 'result' | 'error' }>, ms: number): Reply {
  if (message.type === 'result') return { type: 'result', result: message.result, ms }
  const { code, message: text, data } = message.error
  return { type: 'error', code, message: text, data, ms }
}
