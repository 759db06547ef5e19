import type { ModelEvent, ModelSpelling } from './model-spelling.js'
import { modelId } from './tool-calls.js'
import type { ToolCall } from './tool-calls.js'

/** OpenAI chat completions. A message with tool calls has no text. */
export const openaiChat: ModelSpelling = { whole: chat, events: chatEvents }
/** OpenAI responses. */
export const openaiResponses: ModelSpelling = { whole: response, events: responseEvents }

const created = 1_714_521_600

function chat(model: string, content: string, call: ToolCall | undefined): object {
  const message =
    call === undefined
      ? { role: 'assistant', content }
      : { role: 'assistant', content: null, tool_calls: [chatCall(call, JSON.stringify(call.input))] }
  return {
    id: modelId('chatcmpl-'),
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, finish_reason: call === undefined ? 'stop' : 'tool_calls' }],
    usage: { prompt_tokens: 42, completion_tokens: 18, total_tokens: 60 },
  }
}

function chatCall({ name }: ToolCall, args: string): object {
  return { id: modelId('call_'), type: 'function', function: { name, arguments: args } }
}

function chatEvents(model: string, content: string, call: ToolCall | undefined): readonly ModelEvent[] {
  const base = { id: modelId('chatcmpl-'), object: 'chat.completion.chunk', created, model }
  const chunk = (delta: object, finish_reason: string | null): ModelEvent => [
    undefined,
    { ...base, choices: [{ index: 0, delta, finish_reason }] },
  ]
  const done: ModelEvent = [undefined, '[DONE]']
  if (call === undefined) return [chunk({ role: 'assistant', content }, null), chunk({}, 'stop'), done]
  const part = { index: 0, function: { arguments: JSON.stringify(call.input) } }
  return [
    chunk({ role: 'assistant', content: null, tool_calls: [{ index: 0, ...chatCall(call, '') }] }, null),
    chunk({ tool_calls: [part] }, null),
    chunk({}, 'tool_calls'),
    done,
  ]
}

function response(model: string, text: string, call: ToolCall | undefined): object {
  return responseOf(model, call === undefined ? textItem(text) : callItem(call))
}

function responseOf(model: string, item: object): object {
  return {
    id: modelId('resp_'),
    object: 'response',
    created_at: created,
    status: 'completed',
    model,
    error: null,
    output: [item],
    usage: { input_tokens: 42, output_tokens: 18, total_tokens: 60 },
  }
}

function textItem(text: string): object {
  return {
    id: modelId('msg_'),
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
  }
}

function callItem({ name, input }: ToolCall): object {
  return {
    id: modelId('fc_'),
    type: 'function_call',
    call_id: modelId('call_'),
    name,
    arguments: JSON.stringify(input),
    status: 'completed',
  }
}

function responseEvents(model: string, text: string, call: ToolCall | undefined): readonly ModelEvent[] {
  const item = call === undefined ? textItem(text) : callItem(call)
  const whole = responseOf(model, item)
  const event = (type: string, data: object): ModelEvent => [type, { type, ...data }]
  const args = JSON.stringify(call?.input)
  return [
    event('response.created', { response: { ...whole, status: 'in_progress', output: [] } }),
    ...(call === undefined
      ? [event('response.output_text.delta', { output_index: 0, content_index: 0, delta: text })]
      : [
          event('response.output_item.added', {
            output_index: 0,
            item: { ...item, arguments: '', status: 'in_progress' },
          }),
          event('response.function_call_arguments.delta', { output_index: 0, delta: args }),
          event('response.function_call_arguments.done', { output_index: 0, arguments: args }),
          event('response.output_item.done', { output_index: 0, item }),
        ]),
    event('response.completed', { response: whole }),
  ]
}
