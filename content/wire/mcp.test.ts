import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeRpc, parseRpc } from './jsonrpc.js'
import type { RpcMessage } from './jsonrpc.js'
import { sessionVersions, speakMcp, statelessVersion } from './mcp-client.js'
import { readAnswer, readList, readServer, requestIdentity } from './mcp.js'

const client = { name: 'probe', version: '1.2.3' }

describe('both generations', () => {
  test.each(sessionVersions)('%s opens with initialize', (version) => {
    const mcp = speakMcp({ client, version })
    expect(mcp.open(1)).toEqual({
      type: 'request',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: version, capabilities: {}, clientInfo: client },
    })
    expect(mcp.opened()).toMatchObject([{ method: 'notifications/initialized' }])
    expect(mcp.request(2, 'tools/list')).toEqual({ type: 'request', id: 2, method: 'tools/list' })
    expect(requestIdentity(mcp.open(1))).toEqual({ client, protocolVersion: version })
  })

  test('headers of a session', () => {
    const mcp = speakMcp({ client, version: '2025-06-18' })
    expect(mcp.headers(mcp.open(1))).toEqual({})
    expect(mcp.headers(mcp.request(2, 'tools/list'), 's1')).toEqual({
      'MCP-Protocol-Version': '2025-06-18',
      'Mcp-Session-Id': 's1',
    })
  })

  test('2026-07-28 says who asks with each request', () => {
    const mcp = speakMcp({ client, version: statelessVersion })
    expect(mcp.open(1).method).toBe('server/discover')
    expect(mcp.opened()).toEqual([])
    const call = mcp.request(
      2,
      'tools/call',
      { name: 'add', arguments: {} },
      { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    )
    expect(call.params?.['_meta']).toMatchObject({
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': client,
      'io.modelcontextprotocol/clientCapabilities': {},
    })
    expect(mcp.headers(call)).toEqual({
      'MCP-Protocol-Version': '2026-07-28',
      'Mcp-Method': 'tools/call',
      'Mcp-Name': 'add',
    })
    expect(requestIdentity(call)).toMatchObject({
      client,
      trace: { parentId: 'b'.repeat(16), sampled: true },
    })
  })

  test('no name breaks a header', () => {
    const mcp = speakMcp({ client, version: statelessVersion })
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const value = mcp.headers(mcp.request(1, 'tools/call', { name }))['Mcp-Name']
        expect(value).toMatch(/^[ -~]+$/)
      }),
    )
  })

  test('both answers name the server', () => {
    const old = {
      protocolVersion: '2025-06-18',
      serverInfo: { name: 's', version: '1' },
      capabilities: { tools: {} },
    }
    const now = {
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      instructions: 'Be kind.',
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 's', version: '1' } },
    }
    expect(readServer(old)).toMatchObject({ name: 's', version: '1', protocolVersions: ['2025-06-18'] })
    expect(readServer(now)).toMatchObject({
      name: 's',
      protocolVersions: ['2026-07-28'],
      instructions: 'Be kind.',
    })
  })

  test('the hook id is found in _meta', () => {
    const [message] = parseRpc(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","_meta":{"claudecode/toolUseId":"toolu_1"}}}',
    )
    expect(requestIdentity(message as RpcMessage)).toEqual({ toolUseId: 'toolu_1' })
  })
})

describe('lists and answers', () => {
  test('a list page is read and bad entries are counted', () => {
    const page = readList('tools', {
      tools: [
        { name: 'a', description: 'd', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
        7,
        {},
      ],
      nextCursor: 'n',
      ttlMs: 5,
    })
    expect(page).toMatchObject({
      items: [
        { name: 'a', description: 'd', schema: { type: 'object' }, annotations: { readOnlyHint: true } },
      ],
      nextCursor: 'n',
      ttlMs: 5,
      refused: 2,
    })
    expect(readList('tools', { tools: [{ name: 'a' }, { name: 'b' }] }, 1)).toMatchObject({ refused: 1 })
    expect(readList('resources', { resources: [{ uri: 'file:///x' }] }).items).toMatchObject([
      { uri: 'file:///x' },
    ])
  })

  test('an answer gives its texts and links', () => {
    expect(
      readAnswer({
        content: [
          { type: 'text', text: 'hello' },
          { type: 'resource', resource: { uri: 'x:y', text: 'inner' } },
          { type: 'image', data: '' },
        ],
        isError: true,
        structuredContent: { a: 1 },
      }),
    ).toEqual({
      isError: true,
      texts: ['hello', 'inner'],
      types: ['text', 'resource', 'image'],
      links: ['x:y'],
      structured: { a: 1 },
      inputRequired: false,
    })
    expect(readAnswer({ messages: [{ role: 'user', content: { type: 'text', text: 'p' } }] }).texts).toEqual([
      'p',
    ])
    expect(readAnswer({ resultType: 'input_required' }).inputRequired).toBe(true)
  })

  test('anything is read without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readServer(value)
        readAnswer(value)
        readList('tools', value)
        readList('prompts', { prompts: value })
        readAnswer({ content: value })
      }),
    )
  })

  test('requests survive the wire', () => {
    for (const version of [...sessionVersions, statelessVersion]) {
      const request = speakMcp({ client, version }).request('a', 'tools/call', {
        name: 'x',
        arguments: { q: 1 },
      })
      expect(parseRpc(encodeRpc(request))).toEqual([request])
    }
  })
})
