import { fields, kinds, openPrefixes } from '@clawback/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sighting } from '../ports.js'
import { token as bearer } from '../testing/scenario.js'
import { connectors } from './connectors.js'
import type { Look } from './connector.js'
import { readStatement } from './logs/statement.js'
import { hookAnswer } from './hooks/answer.js'

const look: Look = {
  received: '2026-11-24T01:00:00.000Z',
  login: 'alice@ws-17',
  signal: 'traces',
  seal: (token) => `digest-of-${token.length}`,
}
const read = (name: string, input: unknown, more: Partial<Look> = {}): readonly Sighting[] =>
  connectors.get(name)!.read(typeof input === 'string' ? input : JSON.stringify(input), { ...look, ...more })

/** A draft that any record may be built from: known kind, known fields of the right type. */
function sound({ draft }: Sighting): void {
  for (const [name, value] of Object.entries(draft)) {
    if (['kind', 'time', 'source.channel'].includes(name)) continue
    if (openPrefixes.some((prefix) => name.startsWith(prefix))) continue
    const known = fields[name as keyof typeof fields] as { readonly type: string } | undefined
    expect(known, `${name} is in the vocabulary`).toBeDefined()
    expect(Array.isArray(value) ? `${typeof (value[0] ?? '')}[]` : typeof value, name).toBe(known?.type)
  }
  expect(Object.hasOwn(kinds, String(draft['kind']))).toBe(true)
  expect(Number.isNaN(Date.parse(String(draft['time'])))).toBe(false)
}

const hostile = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.json({ maxDepth: 6 }),
  fc.constantFrom(
    '',
    '\0',
    '{"__proto__":{"session_id":"x"}}',
    '[',
    '['.repeat(10_000),
    '{"a":'.repeat(5_000),
    'null',
    '"x"',
  ),
)
const payload = fc.dictionary(
  fc.constantFrom(
    'session_id', 'hook_event_name', 'tool_name', 'tool_input', 'tool_use_id', 'prompt', 'source', 'agent_id', 'prompt_id',
    'mcp_server', 'error', 'message', 'timestamp', 'dbname', 'statement', 'application_name', 'eventType', 'actor', 'target',
    'outcome', 'published', 'userId', 'appId', 'createdDateTime', 'event', 'token_sha256', 'time', 'database', 'rows',
    'status', 'conversation_id', 'generation_id', '__proto__', 'constructor', 'toString',
  ), // prettier-ignore
  fc.oneof(
    fc.constantFrom('PreToolUse', 'PostToolUse', 'SessionStart', 'Nonsense', '__proto__', 'beforeShellExecution', 'user.session.start', 'access_token.saved', 'AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.t,"select \'a\'",<none>,7', '2026-11-24 01:00:00.000 UTC'),
    fc.jsonValue({ maxDepth: 4 }),
  ),
) // prettier-ignore

describe.each([...connectors.keys()])('%s', (name) => {
  test('makes sound sightings of anything, and throws on nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          payload.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          for (const sighting of [...read(name, text), ...read(name, text, { signal: 'logs' })])
            sound(sighting)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('keeps what it cannot read as a gap with a digest', () => {
    const [gap] = read(name, '{"nothing": ')
    expect(gap?.draft).toMatchObject({ kind: 'source.gap', 'gap.reason': 'malformed', 'gap.count': 1 })
    expect(gap?.draft['source.raw.digest']).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('claude-code', () => {
  const pre = { hook_event_name: 'PreToolUse', session_id: 's', tool_use_id: 't', tool_name: 'Bash' }

  test('a bearer token is sealed and never stands in a sighting', () => {
    const sealed: string[] = []
    const command = `curl -H "Authorization: Bearer ${bearer}" https://records.example.test/`
    const [one] = read(
      'claude-code',
      { ...pre, tool_input: { command } },
      { seal: (token) => `d${sealed.push(token)}` },
    )
    expect(sealed).toEqual([bearer])
    expect(one?.keys.tokenDigest).toBe('d1')
    expect(JSON.stringify(one)).not.toContain(bearer)
    expect(one?.draft['process.command_line']).toContain('«secret:authorization:')
  })

  test.each([
    ['session_id', { session_id: `ghp_${'a1B2'.repeat(9)}` }],
    ['prompt_id', { prompt_id: 'AKIAZ7QGHT5KPLM2XWVB' }],
    ['tool name', { tool_name: `ghp_${'a1B2'.repeat(9)}` }],
    ['argument name', { tool_input: { [`ghp_${'a1B2'.repeat(9)}`]: 1 } }],
    ['nested argument', { tool_input: { a: [{ b: `ghp_${'a1B2'.repeat(9)}` }] } }],
    ['file path', { tool_name: 'Read', tool_input: { file_path: `/x/ghp_${'a1B2'.repeat(9)}` } }],
  ])('a secret in the %s does not get through', (_, over) => {
    const text = JSON.stringify(read('claude-code', { ...pre, tool_input: {}, ...over }))
    expect(text).not.toMatch(/ghp_a1B2|AKIAZ7QG/)
  })

  test('no payload can set who did it', () => {
    const claims = { 'human.id': 'human:ceo', 'agent.id': 'x', 'source.trust': 3, human: { id: 'ceo' } }
    const [one] = read('claude-code', { ...pre, ...claims, tool_input: claims })
    const names = Object.keys(one!.draft)
    expect(
      names.filter(
        (field) => /^(human|agent\.(?!mode)|attribution|actor)\b/.test(field) || field === 'source.trust',
      ),
    ).toEqual([])
  })

  test('an MCP tool is an MCP call, whatever its names hold', () => {
    const [one] = read('claude-code', { ...pre, tool_name: 'mcp__crm__find', tool_input: {} })
    expect(one?.draft).toMatchObject({
      kind: 'mcp.call',
      'mcp.server.name': 'crm',
      'gen_ai.tool.name': 'find',
    })
  })

  test('a session cannot name itself into another lineage', () => {
    const [one] = read('claude-code', { ...pre, session_id: 'victim/sub', tool_input: {} })
    expect(one?.keys.session).toBe('victim%2Fsub')
  })
})

test('codex and cursor payloads mean the same', () => {
  const command = 'ls'
  const [codex] = read('codex', {
    hook_event_name: 'PreToolUse',
    session_id: 's',
    turn_id: 'p',
    tool_name: 'Bash',
    tool_input: { command },
  })
  const [cursor] = read('cursor', {
    hook_event_name: 'beforeShellExecution',
    conversation_id: 's',
    generation_id: 'p',
    command,
  })
  for (const one of [codex, cursor]) {
    expect(one?.draft).toMatchObject({
      kind: 'tool.request',
      'process.command_line': 'ls',
      'session.id': 's',
      'run.id': 'p',
    })
  }
})

describe('postgres', () => {
  const line = (message: string, more = {}): Sighting =>
    read('postgres', {
      timestamp: '2026-11-24 01:00:00.500 UTC',
      dbname: 'shop',
      application_name: 'x ag-0123abcd-4567ef89 y',
      message,
      ...more,
    })[0]!

  test('pgAudit rows, object, class and stamp are read; literals are not', () => {
    const { draft, keys } = line(
      "AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.people,\"SELECT * FROM people WHERE name = 'O''Hara' AND age > 42\",<not logged>,17",
    )
    expect(draft).toMatchObject({
      kind: 'data.access',
      time: '2026-11-24T01:00:00.500Z',
      'volume.records': 17,
      'db.collection.name': 'public.people',
      'effect.verb': 'read',
      'db.query.text': 'SELECT * FROM people WHERE name = ? AND age > ?',
    })
    expect(keys.stamp).toBe('ag-0123abcd-4567ef89')
  })

  test('sqlcommenter tags join it to a trace and a token', () => {
    const digest = 'ab'.repeat(32)
    const { keys, draft } = line(
      `statement: select 1 /*token_sha256='${digest}',traceparent='00-${'1'.repeat(32)}-${'2'.repeat(16)}-01'*/`,
    )
    expect(keys).toMatchObject({ tokenDigest: digest, trace: '1'.repeat(32), parentSpan: '2'.repeat(16) })
    expect(draft['db.query.text']).toBe('select ?')
  })

  test('a refused statement is a denied effect', () => {
    expect(
      line('permission denied for table people', {
        error_severity: 'ERROR',
        statement: 'select * from people',
      }).draft,
    ).toMatchObject({ 'effect.outcome': 'denied' })
  })

  test('statements of any form are read in linear time and leave no literal', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("'", '"', '$', '$$', '--', '/*', '*/', '\n', 'a', '1', ' from ', ';'),
          maxLength: 200,
        }),
        (sql) => {
          expect(readStatement(`select 'secret' ${sql}`).text).not.toContain('secret')
        },
      ),
    )
    const began = performance.now()
    readStatement(`select ${"'".repeat(100_001)}${'$a$'.repeat(50_000)}`)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

describe('otlp', () => {
  test('a user named by telemetry is a claim, never a field of the answer', () => {
    const attribute = (key: string, value: string): object => ({ key, value: { stringValue: value } })
    const [one] = read('otlp', {
      resourceSpans: [{
        resource: { attributes: [attribute('user.email', 'CEO@example.test'), attribute('session.id', 's')] },
        scopeSpans: [{ spans: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16), name: 'claude_code.tool', startTimeUnixNano: '1795482000000000000', attributes: [attribute('tool_use_id', 't'), attribute('agent_id', 'a'), attribute('parent_agent_id', 'b')] }] }],
      }],
    }) // prettier-ignore
    expect(one?.claims).toEqual([
      { claim: 'human', value: 'mailto:ceo@example.test', method: 'user-email', weight: 0.92 },
    ])
    expect(one?.keys).toMatchObject({
      session: 's',
      subagent: 'a',
      parentSubagent: 'b',
      toolCall: 't',
      span: '2'.repeat(16),
    })
  })
})

describe('the answer of a hook', () => {
  const standing = { action: 'deny', reason: 'too much', incident: 'inc-1' } as const
  test('is empty when nothing stands, and never allow', () => {
    for (const name of ['claude-code', 'codex', 'cursor'])
      expect(hookAnswer(name, 'PreToolUse', undefined)).toEqual({})
  })
  test('denies in the words of each client', () => {
    expect(hookAnswer('claude-code', 'PreToolUse', standing)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: 'too much (incident inc-1)',
      },
    })
    expect(hookAnswer('claude-code', 'PreToolUse', { ...standing, action: 'stop' })).toMatchObject({
      continue: false,
      stopReason: 'too much (incident inc-1)',
    })
    expect(hookAnswer('cursor', 'PreToolUse', standing)).toMatchObject({ permission: 'deny' })
  })
})
