import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hookEvents, mcpTool, parseHook } from './hooks.js'

const base = {
  session_id: 's1',
  transcript_path: '/t.jsonl',
  cwd: '/w',
  prompt_id: 'p1',
  permission_mode: 'default',
}
const parse = (payload: object): unknown => parseHook(JSON.stringify({ ...base, ...payload }))

describe('parseHook', () => {
  test('all 33 events are known', () => {
    expect(hookEvents).toHaveLength(33)
    for (const event of hookEvents)
      expect(parse({ hook_event_name: event, tool_name: 'Bash' })).toMatchObject({
        event,
        sessionId: 's1',
        promptId: 'p1',
      })
  })

  test('a tool use carries its join keys', () => {
    expect(
      parse({
        hook_event_name: 'PreToolUse',
        tool_name: 'mcp__files__read',
        tool_input: { path: 'x' },
        tool_use_id: 'toolu_1',
        agent_id: 'a1',
        agent_type: 'reviewer',
        mcp_server: { name: 'files', source: 'project' },
      }),
    ).toMatchObject({
      event: 'PreToolUse',
      toolName: 'mcp__files__read',
      toolInput: { path: 'x' },
      toolUseId: 'toolu_1',
      agentId: 'a1',
      agentType: 'reviewer',
      mcpServer: { name: 'files', source: 'project' },
    })
    expect(parse({ hook_event_name: 'PreToolUse', tool_name: 'mcp__a__b' })).toMatchObject({
      mcpServer: { name: 'a' },
    })
  })

  test('who typed a prompt', () => {
    expect(
      parse({ hook_event_name: 'UserPromptSubmit', prompt: 'go', source: 'schedule_wakeup' }),
    ).toMatchObject({
      prompt: 'go',
      source: 'schedule_wakeup',
    })
  })

  test('outcomes', () => {
    expect(
      parse({ hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_response: 'ok', duration_ms: 5 }),
    ).toMatchObject({ toolResponse: 'ok', durationMs: 5 })
    expect(
      parse({ hook_event_name: 'PostToolUseFailure', tool_name: 'Bash', error: 'no', is_interrupt: true }),
    ).toMatchObject({ error: 'no', interrupted: true })
  })

  test('an unknown event is kept', () => {
    expect(parse({ hook_event_name: 'NewThing', x: 1 })).toMatchObject({
      event: 'Unknown',
      name: 'NewThing',
      raw: { x: 1 },
    })
    expect(parse({ hook_event_name: '__proto__' })).toMatchObject({ event: 'Unknown' })
  })

  test.each([
    ['{}', 'wrong-shape'],
    ['{"hook_event_name":"Stop"}', 'wrong-shape'],
    ['{"hook_event_name":"PreToolUse","session_id":"s"}', 'wrong-shape'],
    ['[]', 'not-object'],
    ['nope', 'not-json'],
  ])('%s is a problem: %s', (text, problem) => {
    expect(parseHook(text)).toMatchObject({ problem })
  })

  test('anything is read without throwing', () => {
    const payload = fc.dictionary(
      fc.constantFrom('tool_name', 'tool_input', 'mcp_server', 'session_id', 'prompt', 'agent_id', 'x'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.constantFrom(...hookEvents), payload, fc.string(), (event, more, text) => {
        parseHook(JSON.stringify({ hook_event_name: event, ...more }))
        parseHook(text)
      }),
    )
  })
})

test('MCP tool names', () => {
  expect(mcpTool('mcp__my_server__do__it')).toEqual({ server: 'my_server', tool: 'do__it' })
  expect(mcpTool('Bash')).toBeUndefined()
  expect(mcpTool('mcp____x')).toBeUndefined()
})
