import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CellResult, OpenCell } from '../../ports.js'
import { layOut, runOf } from '../fixtures.js'
import { bwrapCell } from './cell.js'

let cell: OpenCell
beforeAll(async () => {
  cell = await bwrapCell.open()
})
afterAll(async () => {
  await cell.close()
})

const fast = (from: string): string =>
  [
    'from __future__ import annotations',
    'from typing import Annotated, Literal, Optional',
    `from ${from} import FastMCP, Context`,
    'from pydantic import Field',
    'mcp = FastMCP("notes", instructions="Read first.")',
    '@mcp.tool()',
    'async def search(text: str, kind: Literal["a", "b"], most: int = 3, tags: Optional[list[str]] = None,',
    '                 where: Annotated[str, Field(description="A folder.")] = ".", ctx: Context = None) -> dict:',
    '    """Searches the notes."""',
    '    await ctx.info("searching")',
    '    open("/tmp/searched", "w").write(text)',
    '    return {"found": most, "kind": kind}',
    '@mcp.tool(name="fails", description="Fails always.")',
    'def other(a: float): raise ValueError("no")',
    '@mcp.resource("note://{name}")',
    'def note(name: str) -> str: return "about " + name',
    '@mcp.prompt()',
    'def greet(who: str) -> str: return f"Greet {who}"',
  ].join('\n')

const low = [
  'import asyncio',
  'import mcp.server.stdio, mcp.types as types',
  'from mcp.server import Server, NotificationOptions',
  'server = Server("low")',
  '@server.list_tools()',
  'async def tools(): return [types.Tool(name="one", description="The one.", inputSchema={"type": "object", "properties": {}})]',
  '@server.call_tool()',
  'async def call(name, arguments): return [types.TextContent(type="text", text="called " + name)]',
  'async def main():',
  '    async with mcp.server.stdio.stdio_server() as (read, write):',
  '        await server.run(read, write, server.create_initialization_options())',
  'asyncio.run(main())',
].join('\n')

const play = (code: string): Promise<CellResult> => {
  const run = runOf(layOut({ 'server.py': code }), ['/usr/bin/python3', '/skill/server.py'], {
    variant: 'stubs',
  })
  const options = { rounds: 1, callsPerTool: 1, openMs: 5000 }
  return cell.run({
    ...run,
    entry: { ...run.entry, actor: 'mcp-client' },
    actor: { name: 'mcp-client', options },
  })
}

const endings: Readonly<Record<string, string>> = {
  'over stdio': 'mcp.run()',
  'over HTTP': 'mcp.run(transport="streamable-http")',
  'by a web server': 'import uvicorn\nuvicorn.run(mcp.streamable_http_app(), port=8000)',
  'by a launcher': '',
}

it.each([
  ...Object.entries(endings).map(([how, end]) => [`mcp ${how}`, `${fast('mcp.server.fastmcp')}\n${end}`]),
  ['fastmcp', `${fast('fastmcp')}\nmcp.run()`],
])('a server without its package is listed and called: %s', async (_, code) => {
  const { trace, stderr } = await play(code)
  expect(stderr).toBe('')
  expect([trace.outcome.status, trace.outcome.covered]).toEqual(['completed', true])
  const tools = trace.events.filter(({ kind }) => kind === 'tool.describe')
  expect(tools.map((tool) => tool['gen_ai.tool.name'])).toEqual(
    expect.arrayContaining(['search', 'fails', 'greet']),
  )
  expect(tools[0]?.['gen_ai.tool.description']).toBe('Searches the notes.')
  const results = trace.events.filter(({ kind }) => kind === 'mcp.result')
  expect(results.map((result) => result['effect.outcome'])).toEqual(['success', 'failure'])
  expect(String(results[0]?.['gen_ai.tool.call.result'])).toContain('"found"')
  const call = trace.events.find(({ kind }) => kind === 'mcp.call')
  expect(['a', 'b']).toContain(call?.['gen_ai.tool.call.arguments.kind'])
  expect(trace.events.some((event) => event['file.path'] === '/tmp/searched')).toBe(true)
})

it('a server of the low level is served by its own handlers', async () => {
  const { trace, stderr } = await play(low)
  expect(stderr).toBe('')
  const results = trace.events.filter(({ kind }) => kind === 'mcp.result')
  expect(results.map((result) => result['gen_ai.tool.call.result'])).toEqual(['called one'])
})
