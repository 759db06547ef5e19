import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stub answers to one request: a status with a body. */
export interface StubAnswer {
  readonly status?: number
  readonly body: unknown
}

export interface SeenRequest {
  readonly system: string
  readonly user: string
  readonly toolNames: readonly string[]
  readonly authorized: boolean
}

export interface MessagesStub {
  readonly baseURL: string
  readonly seen: SeenRequest[]
  /** Answers given in order; the last one repeats. */
  answers: StubAnswer[]
  close(): Promise<void>
}

/** A server on loopback that speaks as much of the Messages API as a judge needs. */
export async function startMessagesStub(): Promise<MessagesStub> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      seen.push(understand(body, request))
      const answer = (stub.answers.length > 1 ? stub.answers.shift() : stub.answers[0]) ?? { body: {} }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', 'retry-after-ms': '1' })
      response.end(JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stub: MessagesStub = {
    baseURL: `http://127.0.0.1:${port}`,
    seen,
    answers: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return stub
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function understand(body: string, request: IncomingMessage): SeenRequest {
  const { system, messages, tools } = JSON.parse(body) as {
    readonly system: string
    readonly messages: readonly { readonly content: string }[]
    readonly tools: readonly { readonly name: string }[]
  }
  const bearer = request.headers.authorization?.startsWith('Bearer ') === true
  return {
    system,
    user: messages.map(({ content }) => content).join('\n'),
    toolNames: tools.map(({ name }) => name),
    authorized: request.url === '/v1/messages' && (bearer || request.headers['x-api-key'] !== undefined),
  }
}

/** A message that calls the tool with this input. */
export function toolAnswer(input: unknown, more: Readonly<Record<string, unknown>> = {}): StubAnswer {
  return {
    body: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'stub-1',
      stop_reason: 'tool_use',
      content: [{ type: 'tool_use', id: 'tu_1', name: 'record_answers', input }],
      usage: { input_tokens: 100, output_tokens: 20 },
      ...more,
    },
  }
}

export const overloaded: StubAnswer = {
  status: 529,
  body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
}
