import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRegistry } from '../../analyzers/intake/testing/registry.js'
import type { TestRegistry } from '../../analyzers/intake/testing/registry.js'
import { collectedStarts } from '../bulk/remote/collected.js'
import { collect } from './collect.js'
import type { CollectSummary } from './collect.js'
import { kindOf } from './kinds.js'
import { sampleLocator } from './locator.js'
import { openSample } from './open-sample.js'
import { readQuarantine } from './quarantine.js'

let folder = ''
let registry: TestRegistry | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lists-'))
  registry = await openRegistry([
    {
      manifest: { name: '@a/thing-mcp', version: '1.2.3', bin: { thing: 'index.js' } },
      files: { 'index.js': '#!/usr/bin/env node\n' },
    },
  ])
  vi.stubEnv('npm_config_registry', registry.url)
  vi.stubEnv('npm_config_userconfig', join(folder, 'no-such-npmrc'))
  vi.stubEnv('npm_config_cache', join(folder, 'cache'))
  vi.stubEnv('npm_config_fetch_retries', '0')
})
afterEach(async () => {
  await registry?.close()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const clock = { now: () => 0, monotonic: () => 0 }

async function run(source: string): Promise<{ summary: CollectSummary; taken: unknown; reasons: unknown }> {
  const terms = { history: false, most: 1, limits: {}, said: {}, clock, sources: [source] }
  const summary = await collect({ folder: join(folder, 'q'), ...terms })
  const { samples, problems } = await readQuarantine(join(folder, 'q'))
  const copies = [...samples.values()].flatMap((sample) => sample.copies)
  const taken = copies.map(({ kind, locator, version }) => [kind, locator, version])
  return { summary, taken, reasons: problems.map(({ path, reason }) => [path, reason]) }
}

test('a registry export: npm packages are collected, the rest says what it is', async () => {
  const path = await write('registry.json', {
    servers: [
      {
        server: {
          name: 'io.example/thing',
          repository: { url: 'https://git.example/thing' },
          packages: [
            { registryType: 'npm', identifier: '@a/thing-mcp', version: '1.2.3' },
            { registryType: 'pypi', identifier: 'thing', version: '2' },
          ],
        },
      },
      { name: 'io.example/old', packages: [{ registry_name: 'docker', name: 'a/old' }] },
      { name: 'io.example/far', remotes: [{ type: 'sse', url: 'https://far.example/sse' }] },
      { name: 'io.example/none' },
    ],
  })
  expect(await kindOf(path)).toBe('mcp-registry')
  const { taken, reasons } = await run(path)
  expect(taken).toEqual([['mcp-registry', 'npm:@a/thing-mcp@1.2.3', '1.2.3']])
  expect(reasons).toEqual([
    ['io.example/thing', 'not fetched: pypi thing@2 (source: https://git.example/thing)'],
    ['io.example/old', 'not fetched: docker a/old'],
    ['io.example/far', 'not fetched: remote https://far.example/sse'],
    ['io.example/none', 'not fetched: unnamed io.example/none'],
  ])
})

test.each([
  ['search.json', 'npm-search', { objects: [{ package: { name: '@a/thing-mcp', version: '1.2.3' } }] }],
  ['search.json', 'npm-search', [{ name: '@a/thing-mcp', version: '1.2.3', date: '2026-01-01' }]],
  ['list.json', 'server-list', { servers: [{ qualifiedName: '@x/y', npm: '@a/thing-mcp' }] }],
  ['list.json', 'server-list', ['npm:@a/thing-mcp@1.2.3']],
  ['list.txt', 'server-list', '# servers\n\nnpm:@a/thing-mcp@^1 # this one\n'],
  ['mcp.json', 'server-list', { mcpServers: { t: { command: 'npx', args: ['-y', '@a/thing-mcp@1.2.3'] } } }],
])('%s is a %s whose package is collected', async (name, kind, content) => {
  const path = await write(name, content)
  expect(await kindOf(path)).toBe(kind)
  const { summary, taken } = await run(path)
  expect(summary).toMatchObject({ seen: 1, added: 1, problems: {} })
  expect(taken).toEqual([[kind, expect.stringMatching(/^npm:@a\/thing-mcp/), '1.2.3']])
})

test('a package that a list named is opened as one of a registry, whose own build nobody runs', async () => {
  await run(await write('list.json', ['npm:@a/thing-mcp@1.2.3']))
  const [id = ''] = (await readQuarantine(join(folder, 'q'))).samples.keys()
  const opened = await openSample(join(folder, 'q'), id, { workdir: folder })
  expect(opened.artifacts.map(({ artifact }) => artifact.origin.type)).toEqual(['npm'])
  await opened.close()
})

test('a package is opened as the lists that named it start it, and no secret of theirs is kept', async () => {
  const packageArguments = [{ type: 'positional', value: '/data' }]
  const environmentVariables = [{ name: 'A_TOKEN', isSecret: true, value: 'hunter2hunter2' }]
  const one = { registryType: 'npm', identifier: '@a/thing-mcp', version: '1.2.3', packageArguments, environmentVariables } // prettier-ignore
  const far = { registryType: 'pypi', identifier: 'far', packageArguments }
  const args = ['-y', '@a/thing-mcp@1.2.3', '--key', 'hunter2hunter2', 'x']
  await run(await write('registry.json', { servers: [{ name: 'a', packages: [one, far] }] }))
  await run(
    await write('mcp.json', { mcpServers: { t: { command: 'npx', args, env: { A_TOKEN: 'hunter2' } } } }),
  )
  expect(await readFile(join(folder, 'q/manifest.ndjson'), 'utf8')).not.toContain('hunter2')
  const { samples, problems } = await readQuarantine(join(folder, 'q'))
  expect(problems.map(({ start }) => start)).toEqual([{ args: ['/data'], env: {} }])
  const [id = ''] = samples.keys()
  const opened = await openSample(join(folder, 'q'), id, { workdir: folder })
  const env = { A_TOKEN: '«env:A_TOKEN»' }
  expect(opened.artifacts[0]?.artifact.servers).toMatchObject([
    { name: 'thing', launch: { command: 'node', args: ['/skill/index.js', '/data'], env } },
    { name: 'thing (2)', launch: { args: ['/skill/index.js', '--key', '«argument»', 'x'], env } },
  ])
  expect(await collectedStarts(sampleLocator(join(folder, 'q'), id))).toEqual([
    { args: ['/data'], env },
    { args: ['--key', '«argument»', 'x'], env },
  ])
  await opened.close()
})

test('packages that are not there, and names that are none, are problems', async () => {
  const path = await write('list.json', ['npm:@a/none', 'npm:git+ssh://x/y', 'npm:../../etc', '@a/thing-mcp'])
  const { summary } = await run(path)
  expect(summary).toMatchObject({ added: 1, problems: { INPUT_NOT_FOUND: 1, INPUT_UNSUPPORTED: 2 } })
})

test('the docker catalog, as a checkout and as one file', async () => {
  const server = 'image: mcp/a\nsource:\n  project: https://git.example/a\n  commit: abc\n'
  await write('catalog/servers/a/server.yaml', server)
  await write('catalog/servers/b/server.yaml', 'type: remote\nremote:\n  url: https://b.example\n')
  expect(await kindOf(join(folder, 'catalog'))).toBe('docker-catalog')
  const wanted = [
    ['a', 'not fetched: oci mcp/a (source: https://git.example/a at abc)'],
    ['b', 'not fetched: remote https://b.example'],
  ]
  expect((await run(join(folder, 'catalog'))).reasons).toEqual(wanted)
  const file = await write(
    'catalog.yaml',
    `registry:\n  a:\n    ${server.trim().replaceAll('\n', '\n    ')}\n`,
  )
  expect(await kindOf(file)).toBe('docker-catalog')
  await rm(join(folder, 'q'), { recursive: true })
  expect((await run(file)).reasons).toEqual(wanted.slice(0, 1))
})

test('a list that is broken is one problem', async () => {
  const terms = { history: false, most: 1, limits: {}, said: {}, clock, kind: 'mcp-registry' as const }
  const sources = [await write('broken.json', '{"servers":[')]
  expect(await collect({ folder: join(folder, 'q'), ...terms, sources })).toMatchObject({ seen: 0, problems: { INPUT_MALFORMED: 1 } }) // prettier-ignore
})
