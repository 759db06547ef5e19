import { lstat, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { intake } from '../intake.js'
import type { IntakeOptions } from '../options.js'
import { openRegistry } from '../testing/registry.js'
import type { OfferedPackage, TestRegistry } from '../testing/registry.js'

let home: string
let registry: TestRegistry | undefined

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'npm-test-'))
  await mkdir(join(home, 'work'))
})
afterEach(async () => {
  await registry?.close()
  registry = undefined
  vi.unstubAllEnvs()
})
afterAll(() => rm(home, { recursive: true, force: true }))

async function offer(...packages: readonly OfferedPackage[]): Promise<TestRegistry> {
  registry = await openRegistry(packages)
  useRegistry(registry.url)
  return registry
}

/** The person's npm configuration, given through the environment. */
function useRegistry(url: string): void {
  vi.stubEnv('npm_config_registry', url)
  vi.stubEnv('npm_config_userconfig', join(home, 'no-such-npmrc'))
  vi.stubEnv('npm_config_fetch_retries', '0')
}

function options(more: Partial<IntakeOptions> = {}): IntakeOptions {
  return { workdir: join(home, 'work'), cache: join(home, 'cache', String(Math.random())), ...more }
}

const server: OfferedPackage = {
  manifest: {
    name: '@a/thing-mcp',
    version: '1.2.3',
    bin: { thing: 'dist/index.js' },
    scripts: { postinstall: 'touch ../ran', install: 'touch ../ran' },
    dependencies: { dep: '^1.0.0', far: 'git+https://git.example/x.git', near: 'file:../../../etc' },
  },
  files: { 'dist/index.js': '#!/usr/bin/env node\n' },
}
const dep: OfferedPackage = {
  manifest: {
    name: 'dep',
    version: '1.0.5',
    scripts: { postinstall: 'touch $INIT_CWD/ran; touch ran' },
    dependencies: { leaf: '1.0.0' },
  },
}
const leaf: OfferedPackage = { manifest: { name: 'leaf', version: '1.0.0' } }

test('a package: files, pin, how it starts, its dependencies without any script', async () => {
  await offer(server, dep, leaf)
  const opened = await intake('@a/thing-mcp@^1', options({ fetchDependencies: true }))
  const [open] = opened.artifacts
  expect(open?.artifact).toMatchObject({
    kind: 'mcp-server',
    name: '@a/thing-mcp',
    version: '1.2.3',
    origin: { type: 'npm', locator: '@a/thing-mcp@^1', pin: expect.stringMatching(/^sha512-/) as string },
    servers: [{ name: 'thing', launch: { command: 'node', args: ['/skill/dist/index.js'] } }],
  })
  expect(open?.artifact.files.map((file) => file.path)).toEqual(['dist/index.js', 'package.json'])
  expect(open?.artifact.gaps.map(({ reason, detail }) => [reason, detail.split(' ')[0]])).toEqual([
    ['dependency-not-fetched', 'far'],
    ['dependency-not-fetched', 'near'],
  ])
  const installed = await readdir(join(open!.dependencies!, 'node_modules'))
  expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual(['dep', 'leaf'])
  const everything = await readdir(join(home, 'work'), { recursive: true })
  expect(everything.filter((path) => path.endsWith('/ran'))).toEqual([])
  expect((await lstat(open!.dependencies!)).isDirectory()).toBe(true)
  await opened.close()
  expect(await readdir(join(home, 'work'))).toEqual([])
})

test('a dependency that leads out of registries further down stops the fetch of dependencies, and is a gap', async () => {
  await offer(server, {
    manifest: { ...dep.manifest, dependencies: { leaf: 'git+https://git.example/y.git' } },
  })
  const opened = await intake('@a/thing-mcp', options({ fetchDependencies: true }))
  expect(opened.artifacts[0]?.dependencies).toBeUndefined()
  expect(opened.artifacts[0]?.artifact.gaps).toContainEqual(
    expect.objectContaining({ reason: 'dependencies', material: true }),
  )
  await opened.close()
})

test('too many packages are a gap before any is installed', async () => {
  const { asked } = await offer(server, dep, leaf)
  const opened = await intake(
    '@a/thing-mcp',
    options({ fetchDependencies: true, limits: { dependencies: 2 } }),
  )
  expect(opened.artifacts[0]?.artifact.gaps.at(-1)).toMatchObject({ reason: 'dependencies', material: true })
  expect(asked.filter((path) => path.endsWith('.tgz'))).toEqual(['/@a/thing-mcp/-/1.2.3.tgz'])
  await opened.close()
})

test('content that is not what was published is refused', async () => {
  await offer({ ...server, integrity: `sha512-${Buffer.alloc(64).toString('base64')}` })
  await expect(intake('npm:@a/thing-mcp', options())).rejects.toMatchObject({
    code: 'INTAKE_FETCH',
    message: /EINTEGRITY/,
  })
})

test('nothing of that name, nobody there, too large: each says so, no address leaks', async () => {
  const { url } = await offer(server)
  await expect(intake('npm:other', options())).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  await expect(intake('npm:@a/thing-mcp@9', options())).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  await expect(intake('npm:@a/thing-mcp', options({ limits: { packedBytes: 10 } }))).rejects.toMatchObject({
    code: 'INPUT_TOO_LARGE',
  })
  await registry?.close()
  registry = undefined
  const error = (await intake('npm:other', options()).catch((caught: unknown) => caught)) as Error & {
    mend: string
  }
  expect(error).toMatchObject({ code: 'INTAKE_FETCH', mend: /network|npm/ })
  expect(error.message).not.toContain(new URL(url).host)
})

test('an .npmrc beside a sample does not choose the registry', async () => {
  const { asked } = await offer(server)
  const trap = await openRegistry([])
  const sample = join(home, 'sample')
  await mkdir(sample)
  await writeFile(join(sample, '.npmrc'), `registry=${trap.url}\n`)
  await writeFile(join(sample, 'package.json'), '{}')
  vi.stubEnv('npm_config_registry', undefined)
  await writeFile(join(home, 'user-npmrc'), `registry=${registry?.url ?? ''}\n`)
  vi.stubEnv('npm_config_userconfig', join(home, 'user-npmrc'))
  const before = process.cwd()
  process.chdir(sample)
  try {
    const opened = await intake('npm:@a/thing-mcp', options())
    await opened.close()
  } finally {
    process.chdir(before)
    await trap.close()
  }
  expect(trap.asked).toEqual([])
  expect(asked.length).toBeGreaterThan(0)
})

test('an entry of a client configuration is followed to the package it runs', async () => {
  await offer(server, dep, leaf)
  const config = join(home, 'mcp.json')
  const entry = { command: 'npx', args: ['-y', '@a/thing-mcp@1.2.3', '--flag', '/data'] }
  await writeFile(
    config,
    JSON.stringify({ mcpServers: { thing: entry, gone: { command: 'npx', args: ['nothing'] } } }),
  )
  const opened = await intake(config, options({ resolveLaunches: true }))
  expect(opened.artifacts.map(({ artifact }) => artifact)).toMatchObject([
    {
      name: '@a/thing-mcp',
      origin: { type: 'npm', locator: 'npm:@a/thing-mcp@1.2.3' },
      servers: [
        { name: 'thing', launch: { command: 'node', args: ['/skill/dist/index.js', '--flag', '/data'] } },
      ],
    },
    { name: 'gone', gaps: [{ reason: 'launch-not-resolved', material: true }] },
  ])
  await opened.close()
})

test('skills of a package are artifacts of their own', async () => {
  const skill = '---\nname: one\n---\n'
  await offer({
    manifest: { name: 'skills', version: '1.0.0' },
    files: { 'skills/one/SKILL.md': skill, 'README.md': 'r' },
  })
  const opened = await intake('skills', options())
  expect(
    opened.artifacts.map(({ artifact }) => [artifact.kind, artifact.name, artifact.origin.inside]),
  ).toEqual([
    ['skill', 'one', 'skills/one'],
    ['package', 'skills', undefined],
  ])
  expect(await readFile(join(opened.artifacts[0]!.root, 'SKILL.md'), 'utf8')).toBe(skill)
  await opened.close()
})
