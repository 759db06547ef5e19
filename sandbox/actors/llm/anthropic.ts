import { ClawbackError } from '@clawback/model'
import type { Model, ModelBlock } from './model.js'

export interface LiveModelOptions {
  /** Never enters a record, a recording or a message. */
  readonly apiKey: string
  readonly baseURL?: string
  readonly maxRetries?: number
  /** Milliseconds for one attempt. */
  readonly timeoutMs?: number
}

/** A model behind the Messages API. It is asked by the caller's process; the worker and its cell have no network. */
export function createLiveModel(options: LiveModelOptions): Model {
  return {
    async next(request) {
      const { Anthropic } = await import('@anthropic-ai/sdk')
      const client = new Anthropic({
        apiKey: options.apiKey,
        maxRetries: options.maxRetries ?? 2,
        timeout: options.timeoutMs ?? 60_000,
        ...(options.baseURL === undefined ? {} : { baseURL: options.baseURL }),
      })
      const message = await client.messages
        .create({
          model: request.model,
          max_tokens: request.maxTokens,
          system: request.system,
          tools: request.tools.map((tool) => ({
            ...tool,
            input_schema: { type: 'object', ...tool.input_schema },
          })),
          messages: request.messages.map(({ role, content }) => ({
            role,
            content: content.map((block) => ({ ...block })),
          })),
        })
        .catch((cause: unknown) => {
          throw new ClawbackError('MODEL_FAILED', { detail: shortly(cause, options.apiKey) })
        })
      return {
        model: message.model,
        stop: message.stop_reason ?? '',
        content: message.content.flatMap(readBlock),
        inputTokens: message.usage.input_tokens,
        outputTokens: message.usage.output_tokens,
      }
    },
  }
}

/** Blocks we asked for; others (thinking, citations) are not acted on. */
function readBlock(
  block: { readonly type: string; readonly [name: string]: unknown } | object,
): ModelBlock[] {
  const { type, text, id, name, input } = block as Readonly<Record<string, unknown>>
  if (type === 'text' && typeof text === 'string') return [{ type, text }]
  if (type !== 'tool_use' || typeof id !== 'string' || typeof name !== 'string') return []
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  return [{ type, id, name, input: isObject ? (input as Readonly<Record<string, unknown>>) : {} }]
}

function shortly(cause: unknown, key: string): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  return text.replaceAll(key, '«key»').slice(0, 200)
}
