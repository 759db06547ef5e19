import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultAnswers, openAnswerBook } from './answers.js'
import { callOf } from './tool-calls.js'

const schema = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    mode: { enum: ['fast', 'slow'] },
    lines: { type: 'array', items: { type: 'integer', minimum: 3 } },
    extra: { type: 'string' },
  },
  required: ['path', 'mode', 'lines'],
}
const input = { path: 'README.md', mode: 'fast', lines: [3] }
const messages = [{ role: 'user', content: 'read it' }]
const anthropic = { model: 'm', messages, tools: [{ name: 'read', input_schema: schema }] }
const chat = {
  model: 'm',
  messages,
  tools: [{ type: 'function', function: { name: 'read', parameters: schema } }],
}
const responses = {
  model: 'm',
  input: 'read it',
  tools: [{ type: 'function', name: 'read', parameters: schema }],
}

function ask(path: string, body: object): string {
  return openAnswerBook(defaultAnswers(), [], Date.now)
    .answer({
      method: 'POST',
      scheme: 'https',
      host: 'api.example',
      path,
      query: new URLSearchParams(),
      headers: new Map(),
      body: Buffer.from(JSON.stringify(body)),
    })
    .body.toString()
}

/** The data of an event stream. */
function eventsOf(stream: string): Record<string, unknown>[] {
  return [...stream.matchAll(/^data: (\{.*)$/gm)].map(
    ([, data = '']) => JSON.parse(data) as Record<string, unknown>,
  )
}

describe('a model that is offered tools asks for one', () => {
  it('in Anthropic messages', () => {
    const whole = JSON.parse(ask('/v1/messages', anthropic)) as { content: unknown[] }
    expect(whole).toMatchObject({ stop_reason: 'tool_use' })
    expect(whole.content[1]).toMatchObject({ type: 'tool_use', name: 'read', input })
    const events = eventsOf(ask('/v1/messages', { ...anthropic, stream: true }))
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'content_block_start',
        index: 1,
        content_block: expect.objectContaining({ type: 'tool_use', name: 'read', input: {} }) as unknown,
      }),
    )
    expect(events).toContainEqual({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
    })
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } })
  })

  it('in OpenAI chat completions', () => {
    const whole = JSON.parse(ask('/v1/chat/completions', chat)) as object
    const call = { type: 'function', function: { name: 'read', arguments: JSON.stringify(input) } }
    expect(whole).toMatchObject({
      choices: [{ message: { content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }],
    })
    const stream = ask('/v1/chat/completions', { ...chat, stream: true })
    const deltas = eventsOf(stream).map(({ choices }) => (choices as { delta: object }[])[0]?.delta)
    expect(deltas[0]).toMatchObject({ tool_calls: [{ index: 0, function: { name: 'read', arguments: '' } }] })
    expect(deltas[1]).toMatchObject({ tool_calls: [{ function: { arguments: JSON.stringify(input) } }] })
    expect(stream).toMatch(/data: \[DONE\]\n\n$/)
  })

  it('in OpenAI responses', () => {
    const item = { type: 'function_call', name: 'read', arguments: JSON.stringify(input) }
    expect(JSON.parse(ask('/v1/responses', responses))).toMatchObject({ output: [item] })
    const events = eventsOf(ask('/v1/responses', { ...responses, stream: true }))
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { output: [item] } })
  })

  it.each([
    ['none is offered', { ...anthropic, tools: [] }],
    [
      'what is offered runs with the model',
      { ...anthropic, tools: [{ type: 'web_search_20250305', name: 'search' }] },
    ],
    ['they are forbidden', { ...anthropic, tool_choice: { type: 'none' } }],
    ['they are forbidden in a word', { ...chat, tool_choice: 'none' }],
    [
      'a result is there (Anthropic)',
      { ...anthropic, messages: [...messages, { role: 'user', content: [{ type: 'tool_result' }] }] },
    ],
    ['a result is there (chat)', { ...chat, messages: [...messages, { role: 'tool', content: 'ok' }] }],
    ['a result is there (responses)', { ...responses, input: [{ type: 'function_call_output' }] }],
  ])('but not when %s', (_, body) => {
    expect(callOf(Buffer.from(JSON.stringify(body)))).toBeUndefined()
  })

  it('and takes the one that the request insists on', () => {
    const tools = [...anthropic.tools, { name: 'write', input_schema: {} }]
    const body = { ...anthropic, tools, tool_choice: { type: 'tool', name: 'write' } }
    expect(callOf(Buffer.from(JSON.stringify(body)))).toEqual({ name: 'write', input: {} })
  })

  it('and takes any schema', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (any) => {
        const body = { messages, tools: [{ name: 'x', input_schema: any }] }
        expect(callOf(Buffer.from(JSON.stringify(body)))?.name ?? 'x').toBe('x')
      }),
    )
  })
})
