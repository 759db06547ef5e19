import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intake } from '../intake/intake.js'
import { clientPaths } from './clients.js'
import { discover } from './discover.js'

const fixtures = join(import.meta.dirname, '../../datasets/fixtures')
const root = join(fixtures, 'home-team')
const registry = join(fixtures, 'home-team.registry.yaml')
const clock = { now: () => 1_763_900_000_000, monotonic: () => 0 }

let home: string
let count = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'discover-test-'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function machine(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(home, String(count++))
  await mkdir(folder)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

const server = (command: string, ...args: string[]): string =>
  JSON.stringify({ mcpServers: { a: { command, args } } })

test('a machine with every client: each server once, with everyone who knows it', async () => {
  const { servers } = await discover({ root, registry, clock })
  const rows = servers.map(({ name, standing, auth, seen }) => [
    name,
    standing,
    auth,
    seen.map((one) => one.client),
  ])
  expect(rows.sort()).toEqual([
    ['browser', 'shadow', 'none', ['amazon-q', 'roo', 'cline']],
    ['calendar', 'ghost', 'none', []],
    ['deploy', 'shadow', 'none', ['claude-code']],
    ['filesystem', 'drift', 'none', ['cursor']],
    ['filesystem', 'sanctioned', 'none', ['claude-code', 'codex', 'claude-desktop', 'cursor']],
    ['github', 'shadow', 'api-key', ['vscode']],
    ['metrics', 'shadow', 'api-key', ['codex']],
    ['notes', 'sanctioned', 'none', ['vscode']],
    ['search', 'drift', 'none', ['continue']],
    ['search', 'sanctioned', 'api-key', ['claude-desktop', 'goose', 'opencode', 'zed']],
    ['shop-db', 'sanctioned', 'none', ['claude-code', 'claude-code']],
    ['sync-helper', 'shadow', 'api-key', ['cursor']],
    [
      'tickets',
      'sanctioned',
      'human-oauth',
      ['claude-code', 'windsurf', 'gemini', 'kiro', 'openclaw', 'codex'],
    ],
  ])
  expect(servers.find(({ name }) => name === 'browser')?.because).toContain('ended on 2024-01-01')
  expect(servers.find(({ name }) => name === 'notes')).toMatchObject({
    owner: 'alice',
    seen: [
      {
        client: 'vscode',
        scope: 'user',
        user: 'alice',
        line: 4,
        path: '/home/alice/.config/Code/User/mcp.json',
      },
    ],
  })
})

test('agents with their hooks, skills and instruction files', async () => {
  const { agents, skills, instructions, gaps } = await discover({ root, registry, clock })
  const claude = agents.find(({ client, user }) => client === 'claude-code' && user === 'alice')
  expect(claude).toMatchObject({
    standing: 'sanctioned',
    owner: 'platform',
    hooks: [{ event: 'PreToolUse', command: '~/.claude/check.sh' }],
  })
  const cursor = agents
    .filter(({ client }) => client === 'cursor')
    .map(({ user, standing }) => [user, standing])
  expect(cursor).toEqual([
    ['alice', 'sanctioned'],
    ['bob', 'shadow'],
  ])
  expect(agents.filter(({ type }) => type === 'sub-agent').map(({ name }) => name)).toEqual(['reviewer'])
  expect(skills.map(({ name, seen }) => [name, seen[0]?.client, seen[0]?.scope])).toEqual([
    ['changelog', 'claude-code', 'user'],
    ['weather', 'openclaw', 'user'],
    ['release', 'shared', 'project'],
  ])
  expect(instructions.map(({ path }) => path)).toEqual([
    '/home/alice/.claude/CLAUDE.md',
    '/home/alice/work/shop/.cursor/rules/style.mdc',
    '/home/alice/work/shop/AGENTS.md',
    '/home/alice/work/shop/CLAUDE.md',
  ])
  expect(gaps).toEqual([])
})

test('no secret of the fixture comes out, and the same machine gives the same answer', async () => {
  const first = await discover({ root, registry, clock })
  const text = JSON.stringify(first)
  expect(text).not.toContain('fixture-secret')
  expect(text).toContain('SEARCH_API_KEY')
  expect(JSON.stringify(await discover({ root, registry, clock }))).toBe(text)
})

test('every locator is one that intake opens', async () => {
  const { servers, skills } = await discover({ root, clock })
  expect(servers.every(({ standing }) => standing === undefined)).toBe(true)
  for (const { locator, name } of [...servers, ...skills]) {
    const opened = await intake(locator!, { workdir: home })
    expect([name, opened.artifacts.length]).toEqual([name, 1])
    await opened.close()
  }
})

test('a home by itself, one person, and homes by name', async () => {
  const alice = join(root, 'home/alice')
  const alone = await discover({ root: alice, clock })
  expect(alone.servers.map(({ name }) => name)).toContain('sync-helper')
  expect(alone.servers.length).toBeGreaterThan(10)
  const bob = await discover({ root, homes: ['/Users/bob'], clock })
  expect(bob.servers.map(({ name }) => name)).toEqual(['filesystem'])
})

test('paths of macOS, and servers installed as bundles', async () => {
  const app = 'Users/bob/Library/Application Support'
  const manifest = JSON.stringify({
    manifest_version: '0.3',
    name: 'pages',
    server: {
      type: 'node',
      entry_point: 'index.js',
      mcp_config: { command: 'node', args: ['${__dirname}/index.js'] },
    },
  })
  const folder = await machine({
    [`${app}/Claude/claude_desktop_config.json`]: server(
      '/opt/homebrew/bin/npx',
      '-y',
      'x',
      '/Users/bob/notes',
    ),
    [`${app}/Code/User/mcp.json`]: '{"servers":{"a":{"command":"npx","args":["x","/Users/bob/notes"]}}}',
    [`${app}/Claude/Claude Extensions/pages/manifest.json`]: manifest,
    [`${app}/Claude/Claude Extensions/pages/index.js`]: '',
  })
  const { servers } = await discover({ root: folder, clock })
  expect(
    servers.map(({ name, seen }) => [name, seen.map(({ client, user }) => `${client} ${user}`)]).sort(),
  ).toEqual([
    ['a', ['claude-desktop bob', 'vscode bob']],
    ['pages', ['claude-desktop bob']],
  ])
  const opened = await intake(servers.find(({ name }) => name === 'pages')!.locator!, { workdir: home })
  expect(opened.artifacts[0]?.artifact).toMatchObject({ kind: 'mcp-server', name: 'pages' })
  await opened.close()
})

test('no link leads out of the root', async () => {
  const outside = await machine({ '.cursor/mcp.json': server('npx', 'outside') })
  const inside = await machine({ 'home/eve/a/mcp.json': server('npx', 'inside') })
  await symlink(join(outside, '.cursor'), join(inside, 'home/eve/.cursor'))
  await symlink(outside, join(inside, 'home/out'))
  await symlink('a', join(inside, 'home/eve/.roo'))
  await symlink('../a', join(inside, 'home/eve/a/loop'))
  await mkdir(join(inside, 'home/eve/.vscode'))
  await symlink('../a/mcp.json', join(inside, 'home/eve/.vscode/mcp.json'))
  const { servers, gaps } = await discover({ root: inside, clock })
  expect(servers.map(({ launch }) => (launch.type === 'stdio' ? launch.args : []))).toEqual([['inside']])
  expect(new Set(gaps.map((gap) => gap.reason))).toEqual(new Set(['link-outside']))
})

test('hostile configurations are gaps and never stop the rest', async () => {
  const big = JSON.stringify({ filler: 'x'.repeat(17 * 1024 * 1024) })
  const folder = await machine({
    'home/eve/.cursor/mcp.json': '['.repeat(200_000),
    'home/eve/.kiro/settings/mcp.json': big,
    'home/eve/.gemini/settings.json': '{"mcpServers": {"a": {"command": ',
    'home/eve/.config/goose/config.yaml': `a: &a [x]\nb: &b [${Array(400).fill('*a').join(',')}]\nc: [${Array(2000).fill('*b').join(',')}]`,
    'home/eve/.codex/config.toml': '[mcp_servers.a]\ncommand = "npx"\ncommand = "twice"',
    'home/eve/.codeium/windsurf/mcp_config.json': `\uFEFF${server('npx', 'after-the-mark')}`,
    'home/eve/.config/zed/settings.json':
      '{"context_servers": {"__proto__": {"command": "x"}, "constructor": {"command": "y"}}}',
    'home/eve/.roo/mcp.json': 'null',
    'home/eve/proj/.mcp.json': '[]',
    'home/eve/.claude/agents/a.md': '---\n\t: [\n---',
  })
  const { servers, gaps } = await discover({ root: folder, clock })
  expect(servers.map(({ name }) => name).sort()).toEqual(['__proto__', 'a', 'constructor'])
  expect(
    gaps.map(({ path, reason, material }) => [path?.split('/').slice(3).join('/'), reason, material]).sort(),
  ).toEqual([
    ['.codex/config.toml', 'malformed', true],
    ['.config/goose/config.yaml', 'malformed', true],
    ['.cursor/mcp.json', 'too-deep', true],
    ['.gemini/settings.json', 'malformed', true],
    ['.kiro/settings/mcp.json', 'too-large', true],
  ])
})

test('two projects that start a file of the same name start two servers', async () => {
  const folder = await machine({
    'home/eve/one/.mcp.json': server('node', './server.js'),
    'home/eve/one/server.js': '',
    'home/eve/two/.mcp.json': server('node', './server.js'),
    'home/eve/two/server.js': '',
  })
  const { servers } = await discover({ root: folder, clock })
  expect(servers.map(({ locator }) => locator?.slice(folder.length)).sort()).toEqual([
    '/home/eve/one/server.js',
    '/home/eve/two/server.js',
  ])
})

test('a registry that is wrong is named by file and line', async () => {
  const folder = await machine({
    'bad.yaml': 'servers:\n  - name: x\n',
    'odd.yaml': 'server: []\n',
    'date.yaml': 'servers:\n  - id: x\n    expires: soon\n',
  })
  const withRegistry = (name: string) => discover({ root: folder, registry: join(folder, name), clock })
  await expect(withRegistry('bad.yaml')).rejects.toMatchObject({
    code: 'INPUT_MALFORMED',
    message: /bad\.yaml:2/,
  })
  await expect(withRegistry('odd.yaml')).rejects.toMatchObject({ message: /odd\.yaml:1.*server/ })
  await expect(withRegistry('date.yaml')).rejects.toMatchObject({ message: /expires/ })
  await expect(withRegistry('none.yaml')).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})

test('the table of clients: every row is a relative path below its base, none stands twice', () => {
  const rows = clientPaths.map(({ client, below, path }) => `${client} ${below} ${path}`)
  expect(new Set(rows).size).toBe(rows.length)
  for (const { path } of clientPaths) expect(path).not.toMatch(/^\/|\.\.|\/$/)
  for (const client of ['claude-code', 'claude-desktop', 'cursor', 'vscode', 'codex'])
    expect(clientPaths.some((row) => row.client === client && row.reads === 'config')).toBe(true)
})
