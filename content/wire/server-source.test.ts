import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isServerSource } from './server-source.js'

test.each([
  ['from mcp.server.fastmcp import FastMCP\napp = FastMCP("x")', true],
  ['import os\n  from fastmcp import FastMCP\napp = FastMCP("x")', true],
  ["import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nnew McpServer({})", true],
  ['from mcp import ClientSession\nmain()', false],
  ['# from mcp import FastMCP\nFastMCP(', false],
  ["import { Client } from '@modelcontextprotocol/sdk/client/index.js'\nnew Client({})", false],
])('%j', (source, expected) => {
  expect(isServerSource(source)).toBe(expected)
})

test('any text is told', () => {
  fc.assert(fc.property(fc.string(), (text) => !isServerSource(text)))
})
