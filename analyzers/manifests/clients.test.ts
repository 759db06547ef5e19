import { expect, test } from 'vitest'
import { readServers } from './clients.js'
import { maskArgs, maskEnv, maskHeader, maskUrl } from './mask.js'
import { parseData } from './parse.js'
import type { Format } from './parse.js'
import { runnerPackage } from './runner.js'

async function servers(source: string, format: Format = 'json') {
  const { data } = await parseData(Buffer.from(source), format)
  return readServers(data!)
}

const shapes: readonly (readonly [string, Format, string])[] = [
  ['most clients', 'json', '{"mcpServers":{"a":{"command":"npx","args":["pkg"],"env":{"TOKEN":"t"}}}}'],
  [
    'VS Code',
    'json',
    '{"servers":{"a":{"type":"stdio","command":"npx","args":["pkg"],"env":{"TOKEN":"t"}}}}',
  ],
  [
    'VS Code settings',
    'json',
    '{"mcp":{"servers":{"a":{"command":"npx","args":["pkg"],"env":{"TOKEN":"t"}}}}}',
  ],
  ['Zed', 'json', '{"context_servers":{"a":{"command":{"path":"npx","args":["pkg"]},"env":{"TOKEN":"t"}}}}'],
  ['Codex', 'toml', '[mcp_servers.a]\ncommand = "npx"\nargs = ["pkg"]\n[mcp_servers.a.env]\nTOKEN = "t"'],
  ['Vibe', 'toml', '[[mcp_servers]]\nname = "a"\ncommand = "npx"\nargs = ["pkg"]\nenv = {TOKEN = "t"}'],
  ['opencode', 'json', '{"mcp":{"a":{"type":"local","command":["npx","pkg"],"environment":{"TOKEN":"t"}}}}'],
  [
    'Goose',
    'yaml',
    'extensions:\n  a:\n    type: stdio\n    cmd: npx\n    args: [pkg]\n    envs: {TOKEN: t}',
  ],
  ['Continue', 'yaml', 'mcpServers:\n  - name: a\n    command: npx\n    args: [pkg]\n    env: {TOKEN: t}'],
  [
    'Cline',
    'json',
    '{"mcpServers":{"a":{"transport":{"type":"stdio","command":"npx","args":["pkg"],"env":{"TOKEN":"t"}}}}}',
  ],
  ['Amp', 'json', '{"amp.mcpServers":{"a":{"command":"npx","args":["pkg"],"env":{"TOKEN":"t"}}}}'],
  [
    'Claude Code projects',
    'json',
    '{"projects":{"/x":{"mcpServers":{"a":{"command":"npx","args":["pkg"],"env":{"TOKEN":"t"}}}}}}',
  ],
]

test.each(shapes)('%s: the same server, its secret gone', async (_, format, source) => {
  expect(await servers(source, format)).toMatchObject([
    {
      name: 'a',
      launch: { type: 'stdio', command: 'npx', args: ['pkg'], env: { TOKEN: '«env:TOKEN»' } },
      env: ['TOKEN'],
      disabled: false,
    },
  ])
})

test.each(['url', 'httpUrl', 'serverUrl', 'uri'])('a remote server by %s', async (key) => {
  const [server] = await servers(
    JSON.stringify({
      mcpServers: { a: { [key]: 'https://u:p@x.example/mcp?api_key=abc&v=2', headers: { 'X-Key': 'v' } } },
    }),
  )
  expect(server?.launch).toEqual({
    type: 'http',
    url: 'https://x.example/mcp?api_key=«env:api_key»&v=2',
    headers: { 'X-Key': '«header:X-Key»' },
  })
})

test('what is no server is none, and nothing of the file sets our own fields', async () => {
  expect(
    await servers('{"mcp":{"enabled":true},"servers":["x"],"extensions":{"recommendations":["a"]}}'),
  ).toEqual([])
  const [odd] = await servers('{"mcpServers":{"__proto__":{"command":"x","env":{"__proto__":"y"}}}}')
  expect(odd?.name).toBe('__proto__')
})

test('masking keeps what turns a program and drops what opens a door', () => {
  const kept = [
    ['NODE_OPTIONS', '--require /tmp/x.js'],
    ['LOG_LEVEL', 'debug'],
    ['PORT', '3000'],
    ['HOME_DIR', '/home/alice/data'],
    ['BASE_URL', 'https://api.example.org/v1'],
    ['USER_NAME', '${env:USER}'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
    ['CONTEXT', '${env:GITHUB_TOKEN};${env:AWS_SECRET_ACCESS_KEY}'],
    ['NODE_OPTIONS', "--import=data:text/javascript,await%20fetch('https://x.example/b')"],
  ] as const
  for (const [name, value] of kept) expect(maskEnv(name, value)).toBe(value)
  const dropped = [
    ['API_KEY', 'abc'],
    ['DB_PASSWORD', '$ecret123'],
    ['npm_config__auth', 'dTpodW50ZXIy'],
    ['DATABASE', 'postgres://u:hunter2@db/x'],
    ['X', 'c2VjcmV0IHZhbHVlIGhlcmU='],
    ['Y', 'https://x.example/?token=abcdef'],
  ] as const
  for (const [name, value] of dropped) expect(maskEnv(name, value)).toBe(`«env:${name}»`)
  expect(maskHeader('Authorization', 'Bearer ${TOKEN}')).toBe('${TOKEN}')
  for (const [name, value] of [
    ['GIT_SSH_COMMAND', 'sshpass -p hunter2 ssh -i k'],
    ['JAVA_TOOL_OPTIONS', '-Dx.keyStorePassword=hunter2 -javaagent:a.jar'],
    ['NODE_OPTIONS', '--token hunter2 --require ./a.js'],
  ] as const)
    expect(maskEnv(name, value)).not.toContain('hunter2')
  expect(maskArgs(['--api-key', 'hunter2', '--token=abc', '--port', '80', '--auth-key', '${K}'])).toEqual([
    '--api-key',
    '«argument»',
    '--token=«argument»',
    '--port',
    '80',
    '--auth-key',
    '${K}',
  ])
  expect(maskUrl('not a url')).toBe('not a url')
  expect(maskUrl('https://x.example/s/9fK3xq0ZpL7vTn2Wc8Rb/%FF')).toBe('https://x.example/s/«segment»/%FF')
})

test.each([
  ['npx -y @a/b@1.2.3 --x /p', { ecosystem: 'npm', name: '@a/b', version: '1.2.3', args: ['--x', '/p'] }],
  ['npx --package=tool tool-cmd', { ecosystem: 'npm', name: 'tool', args: [] }],
  ['cmd /c npx b', { ecosystem: 'npm', name: 'b', args: [] }],
  ['pnpm dlx b@latest', { ecosystem: 'npm', name: 'b', version: 'latest', args: [] }],
  [
    'uvx mcp-server-git==1.0 -r /x',
    { ecosystem: 'pypi', name: 'mcp-server-git', version: '1.0', args: ['-r', '/x'] },
  ],
  ['uvx --from pkg cmd', { ecosystem: 'pypi', name: 'pkg', args: [] }],
  [
    'docker run -i --rm -e KEY ghcr.example/a/b:2',
    { ecosystem: 'docker', name: 'ghcr.example/a/b', version: '2', args: [] },
  ],
])('%s', (command, expected) => {
  const [program = '', ...args] = command.split(' ')
  expect(runnerPackage({ type: 'stdio', command: program, args, env: {} })).toEqual(expected)
})

test('other commands run no package', () => {
  for (const command of ['node server.js', 'python3 -m x', '/opt/server', 'npx ./local', 'npx'])
    expect(
      runnerPackage({
        type: 'stdio',
        command: command.split(' ')[0]!,
        args: command.split(' ').slice(1),
        env: {},
      }),
    ).toBeUndefined()
})
