import type { ModelEvent, ModelSpelling } from './model-spelling.js'
import { modelId } from './tool-calls.js'
import type { ToolCall } from './tool-calls.js'

/** Anthropic Messages: a text, and a `tool_use` block behind it when a tool is asked for. */
export const anthropic: ModelSpelling = { whole, events }

function whole(model: string, text: string, call: ToolCall | undefined): object {
  return {
    id: modelId('msg_'),
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }, ...(call === undefined ? [] : [toolUse(call)])],
    stop_reason: call === undefined ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: { input_tokens: 42, output_tokens: 18 },
  }
}

function toolUse({ name, input }: ToolCall): object {
  return { type: 'tool_use', id: modelId('toolu_'), name, input }
}

function events(model: string, text: string, call: ToolCall | undefined): readonly ModelEvent[] {
  const message = { ...whole(model, '', undefined), content: [], stop_reason: null }
  const block = (
    index: number,
    content_block: object,
    delta: object,
  ): readonly { readonly type: string }[] => [
    { type: 'content_block_start', index, content_block } as { readonly type: string },
    { type: 'content_block_delta', index, delta } as { readonly type: string },
    { type: 'content_block_stop', index } as { readonly type: string },
  ]
  return [
    { type: 'message_start', message },
    ...block(0, { type: 'text', text: '' }, { type: 'text_delta', text }),
    ...(call === undefined
      ? []
      : block(1, toolUse({ ...call, input: {} }), {
          type: 'input_json_delta',
          partial_json: JSON.stringify(call.input),
        })),
    {
      type: 'message_delta',
      delta: { stop_reason: call === undefined ? 'end_turn' : 'tool_use', stop_sequence: null },
      usage: { output_tokens: 18 },
    },
    { type: 'message_stop' },
  ].map((data) => [data.type, data] as const)
}
