import { anthropic } from './model-anthropic.js'
import { openaiChat, openaiResponses } from './model-openai.js'
import { asRecord, parseJson } from './json.js'
import type { ModelSpelling } from './model-spelling.js'
import type { Maker } from './shape.js'
import { callOf } from './tool-calls.js'

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

/** Builders of model answers (Anthropic Messages, OpenAI chat completions and responses), whole or as an event stream. */
export const modelMakers: readonly (readonly [string, Maker])[] = [
  ['anthropic-message', speak(anthropic)],
  ['openai-chat', speak(openaiChat)],
  ['openai-response', speak(openaiResponses)],
]

function speak({ whole, events }: ModelSpelling): Maker {
  return (asked, reply) => {
    const { model, stream } = readModelRequest(asked.body)
    const text = reply.say ?? ''
    const call = callOf(asked.body)
    if (!stream)
      return { body: Buffer.from(JSON.stringify(whole(model, text, call))), type: 'application/json' }
    const lines = events(model, text, call).map(([name, data]) =>
      [
        ...(name === undefined ? [] : [`event: ${name}`]),
        `data: ${typeof data === 'string' ? data : JSON.stringify(data)}`,
        '',
        '',
      ].join('\n'),
    )
    return { body: Buffer.from(lines.join('')), type: 'text/event-stream; charset=utf-8' }
  }
}
