import { randomBytes } from 'node:crypto'
import { parseJson } from './json.js'
import type { Asked, Maker, Reply } from './shape.js'

/** What a model request says, as far as its two common spellings agree. */
export interface ModelRequest {
  readonly model: string
  readonly stream: boolean
  /** All text of system, messages and tools, in order, capped. */
  readonly text: string
  readonly tools: readonly string[]
}

const longestText = 65_536

/** Reads a model request from a JSON body; whatever is not of the expected shape is left out. */
export function readModelRequest(body: Buffer): ModelRequest {
  const value = asRecord(parseJson(body))
  const texts: string[] = []
  collectText(value['system'], texts, 0)
  collectText(value['instructions'], texts, 0)
  collectText(value['messages'] ?? value['input'] ?? value['prompt'], texts, 0)
  const tools = Array.isArray(value['tools']) ? value['tools'].slice(0, 64).map(toolName) : []
  return {
    model: typeof value['model'] === 'string' ? value['model'].slice(0, 200) : 'unknown',
    stream: value['stream'] === true,
    text: texts.join('\n').slice(0, longestText),
    tools: tools.filter((name) => name !== ''),
  }
}

function collectText(value: unknown, into: string[], depth: number): void {
  if (depth > 6 || into.length > 512) return
  if (typeof value === 'string') into.push(value)
  else if (Array.isArray(value)) for (const item of value.slice(0, 512)) collectText(item, into, depth + 1)
  else if (typeof value === 'object' && value !== null) {
    const { text, content, input, thinking } = value as Readonly<Record<string, unknown>>
    for (const part of [text, content, input, thinking]) collectText(part, into, depth + 1)
  }
}

function toolName(tool: unknown): string {
  const record = asRecord(tool)
  const name = record['name'] ?? asRecord(record['function'])['name']
  return typeof name === 'string' ? name.slice(0, 200) : ''
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

const anthropic: Maker = (asked, reply) => speak(asked, reply, anthropicMessage, anthropicStream)
const openai: Maker = (asked, reply) => speak(asked, reply, openaiChat, openaiChatStream)
const openaiResponses: Maker = (asked, reply) => speak(asked, reply, openaiResponse, openaiResponseStream)

/** Builders of model answers (Anthropic Messages, OpenAI chat completions and responses), whole or as an event stream. */
export const modelMakers: readonly (readonly [string, Maker])[] = [
  ['anthropic-message', anthropic],
  ['openai-chat', openai],
  ['openai-response', openaiResponses],
]

type Event = readonly [name: string | undefined, data: unknown]

function speak(
  asked: Asked,
  reply: Reply,
  whole: (model: string, text: string) => object,
  events: (model: string, text: string) => readonly Event[],
): { readonly body: Buffer; readonly type: string } {
  const { model, stream } = readModelRequest(asked.body)
  const text = reply.say ?? ''
  if (!stream) return { body: Buffer.from(JSON.stringify(whole(model, text))), type: 'application/json' }
  const lines = events(model, text).map(([name, data]) =>
    [
      ...(name === undefined ? [] : [`event: ${name}`]),
      `data: ${typeof data === 'string' ? data : JSON.stringify(data)}`,
      '',
      '',
    ].join('\n'),
  )
  return { body: Buffer.from(lines.join('')), type: 'text/event-stream; charset=utf-8' }
}

const id = (prefix: string): string => `${prefix}${randomBytes(12).toString('hex')}`

function anthropicMessage(model: string, text: string): object {
  return {
    id: id('msg_'),
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 42, output_tokens: 18 },
  }
}

function anthropicStream(model: string, text: string): readonly Event[] {
  const message = { ...anthropicMessage(model, text), content: [], stop_reason: null }
  return [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 18 },
    },
    { type: 'message_stop' },
  ].map((data) => [data.type, data] as const)
}

function openaiChat(model: string, content: string): object {
  return {
    id: id('chatcmpl-'),
    object: 'chat.completion',
    created: 1_714_521_600,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 42, completion_tokens: 18, total_tokens: 60 },
  }
}

function openaiChatStream(model: string, content: string): readonly Event[] {
  const base = { id: id('chatcmpl-'), object: 'chat.completion.chunk', created: 1_714_521_600, model }
  const chunk = (delta: object, finish_reason: string | null): Event => [
    undefined,
    { ...base, choices: [{ index: 0, delta, finish_reason }] },
  ]
  return [chunk({ role: 'assistant', content }, null), chunk({}, 'stop'), [undefined, '[DONE]']]
}

function openaiResponse(model: string, text: string): object {
  return {
    id: id('resp_'),
    object: 'response',
    created_at: 1_714_521_600,
    status: 'completed',
    model,
    error: null,
    output: [
      {
        id: id('msg_'),
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [] }],
      },
    ],
    usage: { input_tokens: 42, output_tokens: 18, total_tokens: 60 },
  }
}

function openaiResponseStream(model: string, text: string): readonly Event[] {
  const response = openaiResponse(model, text)
  return [
    [
      'response.created',
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    ],
    [
      'response.output_text.delta',
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: text },
    ],
    ['response.completed', { type: 'response.completed', response }],
  ]
}
