import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

/** Needs a package registry in reach of the person's npm configuration, and a machine that can open a cell. */
const reachable = process.env['CLAWBACK_NETWORK'] === '1'
const program = ['tsx', '--conditions=@clawback/source', 'test/bench/mcp-servers.ts']
const servers = ['@modelcontextprotocol/server-memory', 'time-mcp', '@wrtnlabs/calculator-mcp']

describe.skipIf(!reachable)('real MCP servers (skipped unless CLAWBACK_NETWORK=1: they are fetched)', () => {
  test('list their tools and answer calls inside the cell', async () => {
    const { stdout } = await promisify(execFile)('npx', [...program, ...servers])
    expect(stdout).toContain('3 of 3 listed their tools and answered at least one call without an error.')
  }, 300_000)
})
