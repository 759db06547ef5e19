import { expect, test } from 'vitest'
import type { McpLaunch } from './artifact.js'
import { normalLaunch, serverId } from './launch.js'

function stdio(command: string, ...args: string[]): McpLaunch {
  return { type: 'stdio', command, args, env: {} }
}

function http(url: string): McpLaunch {
  return { type: 'http', url, headers: {} }
}

test('one server is the same for every person, machine and client', () => {
  const same = [
    stdio('npx', '-y', '@a/b', '/home/alice/notes'),
    stdio('/usr/local/bin/npx', '--yes', '@a/b', '/Users/bob/notes'),
    stdio('cmd', '/c', 'npx.cmd', '@a/b', '/root/notes'),
  ]
  expect(new Set(same.map(serverId)).size).toBe(1)
  expect(serverId({ ...stdio('npx', '@a/b'), env: { KEY: 'x' } } as McpLaunch)).toBe(
    serverId(stdio('npx', '@a/b')),
  )
  expect(serverId(http('https://u:p@Example.org:443/mcp/?key=1#x'))).toBe(
    serverId(http('https://example.org/mcp')),
  )
})

test('different servers stay different', () => {
  const different = [
    stdio('npx', '@a/b'),
    stdio('npx', '@a/b@1.0.0'),
    stdio('npx', '@a/b', '-y'),
    stdio('/opt/one/server'),
    stdio('/opt/two/server'),
    http('https://example.org/a'),
    http('http://example.org/a'),
  ]
  expect(new Set(different.map(serverId)).size).toBe(different.length)
  expect(normalLaunch(stdio('/home/alice/bin/x', 'C:\\Users\\al\\y'))).toEqual({
    type: 'stdio',
    command: '~/bin/x',
    args: ['~\\y'],
  })
})
