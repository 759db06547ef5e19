import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intake } from './intake.js'
import type { IntakeOptions } from './options.js'
import { tar } from './testing/tar.js'
import type { TarMember } from './testing/tar.js'
import { zip } from './testing/zip.js'
import type { ZipMember } from './testing/zip.js'

let home: string
let count = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'intake-test-'))
  await mkdir(join(home, 'work'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

const skill = '---\nname: greeter\ndescription: says hello\n---\n# Hello\n'

async function taken(locator: string, options: Partial<IntakeOptions> = {}) {
  const found = await intake(locator, { workdir: join(home, 'work'), ...options })
  const contents = new Map<string, string>()
  for (const { artifact, root } of found.artifacts)
    for (const file of artifact.files) {
      const stored = join(root, file.path)
      const info = await lstat(stored)
      expect(info.isFile()).toBe(true)
      expect(info.mode & 0o777).toBe(0o644)
      contents.set(join(artifact.origin.inside ?? '', file.path), await readFile(stored, 'latin1'))
    }
  await found.close()
  return { artifacts: found.artifacts.map((open) => open.artifact), gaps: found.gaps, contents }
}

async function place(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(home, `${count++}-${name}`)
  await writeFile(path, bytes)
  return path
}

async function folderOf(files: Readonly<Record<string, string>>, executable: readonly string[] = []) {
  const root = join(home, `${count++}-folder`)
  await mkdir(root)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), content)
    if (executable.includes(path)) await chmod(join(root, path), 0o755)
  }
  return root
}

function reasons(gaps: readonly { readonly reason: string }[]): string[] {
  return [...new Set(gaps.map((gap) => gap.reason))].sort()
}

function git(cwd: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main']
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'pipe' })
}

test('the same tree has the same id from a folder, a zip, a tar, a tgz and a repository', async () => {
  const files = { 'SKILL.md': skill, 'scripts/run.sh': '#!/bin/sh\necho hi\n', 'data/ü.txt': 'ü', empty: '' }
  const root = await folderOf(files, ['scripts/run.sh'])
  await symlink('SKILL.md', join(root, 'link.md'))
  const modes = (path: string): number => (path.endsWith('.sh') ? 0o755 : 0o644)
  const members = Object.entries(files).map(([path, content]) => ({ path, content }))
  const tarred = tar([
    ...members.map((member) => ({ ...member, mode: modes(member.path) })),
    { path: 'link.md', type: '2', target: 'SKILL.md' },
  ])
  const zipped = zip([
    { path: 'link.md', content: 'SKILL.md', mode: 0o120777 },
    ...members.map((member) => ({ ...member, mode: 0o100000 | modes(member.path) })),
  ])
  git(root, 'init', '-q')
  git(root, 'add', '-A')
  git(root, 'commit', '-qm', 'x')
  const locators = [
    root,
    await place('a.zip', zipped),
    await place('a.skill', zipped),
    await place('a.tar', tarred),
    await place('a.tgz', gzipSync(tarred)),
    `git+file://${root}`,
    `${root}#main`,
  ]
  const results = await Promise.all(locators.map((locator) => taken(locator)))
  expect(new Set(results.map((result) => result.artifacts[0]?.id)).size).toBe(1)
  for (const { artifacts } of results) {
    expect(artifacts).toHaveLength(1)
    expect(artifacts[0]).toMatchObject({ kind: 'skill', name: 'greeter' })
    expect(artifacts[0]?.links).toEqual([{ path: 'link.md', target: 'SKILL.md' }])
    expect(artifacts[0]?.files.find((file) => file.path === 'scripts/run.sh')?.executable).toBe(true)
  }
})

test('property: any tree has the same id packed in any order as zip or tar', async () => {
  const segment = fc.stringMatching(/^[a-zA-Z0-9ä._-]{1,8}$/).filter((name) => !/^\.+$/.test(name))
  const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
  const tree = fc
    .dictionary(path, fc.string({ maxLength: 40 }), { minKeys: 1, maxKeys: 6 })
    .filter((files) =>
      Object.keys(files).every((a) => Object.keys(files).every((b) => a === b || !b.startsWith(`${a}/`))),
    )
  await fc.assert(
    fc.asyncProperty(tree, fc.boolean(), async (files, reverse) => {
      const members = Object.entries(files).map(([name, content]) => ({ path: name, content }))
      const ordered = reverse ? members.reverse() : members
      const fromZip = await taken(await place('p.zip', zip(ordered)), { limits: { archiveDepth: 0 } })
      const fromTar = await taken(await place('p.tgz', gzipSync(tar(members))), {
        limits: { archiveDepth: 0 },
      })
      expect(fromZip.artifacts.map((artifact) => artifact.id)).toEqual(fromTar.artifacts.map((a) => a.id))
    }),
    { numRuns: 40 },
  )
})

test('a path can never leave the folder, and nothing of what it held is lost', async () => {
  const members: ZipMember[] = [
    { path: '../../escape.sh', content: 'A' },
    { path: '/etc/passwd', content: 'B' },
    { path: 'C:\\Windows\\x.bat', content: 'C' },
    { path: 'a\u0000b\u001b[31m.md', content: 'D' },
    { path: 'a/../../up', content: 'E' },
    { path: Buffer.from([0x66, 0xff, 0xfe]), content: 'F' },
    { path: 'n'.repeat(400) + '.py', content: 'G' },
    { path: '...', content: 'H' },
  ]
  const { contents, gaps } = await taken(await place('slip.zip', zip(members)))
  expect([...contents.values()].sort().join('')).toBe('ABCDEFGH')
  expect(contents.get('__up__/__up__/escape.sh')).toBe('A')
  expect(contents.get('etc/passwd')).toBe('B')
  expect(contents.get('a/__up__/__up__/up')).toBe('E')
  expect(reasons(gaps)).toEqual(['unsafe-path'])
  expect(await readdir(join(home, 'work'))).toEqual([])
})

test('names that stand twice, clash by case, or lie below a file are kept apart', async () => {
  const { contents, gaps } = await taken(
    await place(
      'twice.zip',
      zip([
        { path: 'SKILL.md', content: 'first' },
        { path: 'SKILL.md', content: 'second' },
        { path: 'Skill.MD', content: 'third' },
        { path: 'SKILL.md/hidden.sh', content: 'fourth' },
      ]),
    ),
  )
  expect([...contents.values()].sort()).toEqual(['first', 'fourth', 'second', 'third'])
  expect(reasons(gaps)).toEqual(['case-clash', 'duplicate-path'])
})

test('links are recorded, never followed, and nothing is written through one', async () => {
  const outside = await place('outside.txt', Buffer.from('untouched'))
  const root = await folderOf({ 'a.txt': 'a' })
  await symlink(outside, join(root, 'out'))
  await symlink('/', join(root, 'everything'))
  await link(join(root, 'a.txt'), join(root, 'hard.txt'))
  const folder = await taken(root)
  expect(folder.artifacts[0]?.links).toEqual([
    { path: 'everything', target: '/' },
    { path: 'out', target: outside },
  ])
  const attack: TarMember[] = [
    { path: 'dir', type: '2', target: dirname(outside) },
    { path: 'dir/outside.txt', content: 'overwritten' },
    { path: 'hard', type: '1', target: '/etc/passwd' },
    { path: 'pipe', type: '6' },
    { path: 'device', type: '3' },
  ]
  const { contents, gaps, artifacts } = await taken(await place('link.tar', tar(attack)))
  expect(await readFile(outside, 'utf8')).toBe('untouched')
  expect([...contents]).toEqual([['dir~2/outside.txt', 'overwritten']])
  expect(artifacts[0]?.links.map((found) => found.path)).toEqual(['dir', 'hard'])
  expect(reasons(gaps)).toEqual(['duplicate-path', 'special-file'])
})

test('a pipe in a folder is said and not waited for', async () => {
  const root = await folderOf({ 'a.txt': 'a' })
  execFileSync('mkfifo', [join(root, 'pipe')])
  expect(reasons((await taken(root)).gaps)).toEqual(['special-file'])
})

test('encrypted and unknown members are material gaps, a second name is told', async () => {
  const { gaps } = await taken(
    await place(
      'odd.zip',
      zip([
        { path: 'payload.py', content: 'x', encrypted: true },
        { path: 'other.py', content: 'x', method: 99 },
        { path: 'shown.md', localPath: 'run.sh', content: 'x' },
      ]),
    ),
  )
  expect(reasons(gaps)).toEqual(['archive-mismatch', 'archive-unsupported', 'encrypted'])
  expect(gaps.every((gap) => gap.material)).toBe(true)
})

test('members that the directory of a zip leaves out are told', async () => {
  const hidden = zip([{ path: 'evil.sh', content: 'x'.repeat(3000), method: 0 }]).subarray(0, 3040)
  const shown = zip([{ path: 'SKILL.md', content: skill }])
  const shifted = Buffer.from(shown)
  const directory = shifted.readUInt32LE(shifted.length - 6)
  shifted.writeUInt32LE(directory + hidden.length, shifted.length - 6)
  shifted.writeUInt32LE(hidden.length, directory + 42)
  const { gaps, artifacts } = await taken(await place('h.zip', Buffer.concat([hidden, shifted])))
  expect(artifacts[0]?.kind).toBe('skill')
  expect(gaps).toMatchObject([{ reason: 'archive-hidden', material: true }])
  expect((await taken(await place('s.zip', shown))).gaps).toEqual([])
})

test('bombs stop at the limits: one member, all members, too many members', async () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024)
  const bomb = await taken(
    await place(
      'b.zip',
      zip([
        { path: 'x.py', content: zeros },
        { path: 'ok', content: 'k' },
      ]),
    ),
  )
  expect(reasons(bomb.gaps)).toEqual(['archive-ratio'])
  expect(bomb.artifacts[0]?.files.map((file) => file.path)).toEqual(['ok'])
  await expect(
    taken(await place('b.tgz', gzipSync(tar([{ path: 'x', content: zeros }])))),
  ).rejects.toMatchObject({
    code: 'INPUT_TOO_LARGE',
  })
  const many = zip(Array.from({ length: 30 }, (_, n) => ({ path: `f${n}`, content: 'x'.repeat(100) })))
  const some = await taken(await place('m.zip', many), { limits: { entries: 10 } })
  expect(some.artifacts[0]?.files).toHaveLength(10)
  expect(some.gaps).toMatchObject([{ reason: 'limit', material: true }])
  const few = await taken(await place('m.zip', many), { limits: { totalBytes: 1050 } })
  expect(few.artifacts[0]?.files).toHaveLength(10)
  await expect(taken(await place('m.zip', many), { limits: { packedBytes: 10 } })).rejects.toMatchObject({
    code: 'INPUT_TOO_LARGE',
  })
  await expect(taken(await place('m.zip', many), { limits: { fileBytes: 10 } })).rejects.toMatchObject({
    code: 'INPUT_TOO_LARGE',
  })
})

test('a picture that is too large hides nothing, a script does', async () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200)])
  const root = await folderOf({ 'a.md': 'a', 'b.sh': 'x'.repeat(200) })
  await writeFile(join(root, 'p.png'), png)
  const { gaps } = await taken(root, { limits: { fileBytes: 100 } })
  expect(gaps.map((gap) => [gap.path, gap.material])).toEqual([
    ['b.sh', true],
    ['p.png', false],
  ])
})

test('archives inside are unpacked beside themselves, to a depth, and do not change the id', async () => {
  const inner = zip([{ path: 'evil.sh', content: 'curl x | sh' }])
  const middle = gzipSync(
    tar([
      { path: 'inner.zip', content: inner },
      { path: 'l', type: '2', target: '/' },
    ]),
  )
  const root = await folderOf({ 'SKILL.md': skill, 'plain.txt': 'p' })
  await writeFile(join(root, 'middle.tgz'), middle)
  await writeFile(join(root, 'note.gz'), gzipSync('just a note'))
  const deep = await taken(root)
  expect(deep.contents.get('middle.tgz!/inner.zip!/evil.sh')).toBe('curl x | sh')
  expect(deep.contents.get('note.gz!/note')).toBe('just a note')
  expect(deep.artifacts).toHaveLength(1)
  const shallow = await taken(root, { limits: { archiveDepth: 1 } })
  expect(shallow.gaps).toContainEqual(
    expect.objectContaining({ reason: 'archive-depth', path: 'middle.tgz!/inner.zip', material: true }),
  )
  expect(shallow.artifacts[0]?.id).toBe(deep.artifacts[0]?.id)
})

test('broken archives are refused at the top and a gap inside', async () => {
  const broken = zip([{ path: 'a', content: 'a' }]).subarray(0, 40)
  await expect(taken(await place('x.zip', broken))).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  const cut = gzipSync(tar([{ path: 'a', content: 'a'.repeat(5000) }])).subarray(0, 30)
  await expect(taken(await place('x.tgz', cut))).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  const root = await folderOf({ 'a.txt': 'a' })
  await writeFile(join(root, 'x.zip'), broken)
  await writeFile(join(root, 'x.7z'), Buffer.from('377abcaf271c0004', 'hex'))
  expect(reasons((await taken(root)).gaps)).toEqual(['archive-broken', 'archive-unsupported'])
})

test('property: no bytes of an archive make intake fail in an unknown way', async () => {
  const good = zip([
    { path: 'a/SKILL.md', content: skill },
    { path: 'b.sh', content: 'x'.repeat(300) },
  ])
  const packed = gzipSync(tar([{ path: 'a/SKILL.md', content: skill }]))
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.boolean(), edits, async (asZip, changes) => {
      const bytes = Buffer.from(asZip ? good : packed)
      for (const [at, value] of changes) bytes[4 + (at % (bytes.length - 4))] = value
      const found = await taken(await place('fuzz', bytes)).catch((error: unknown) => error)
      if (found instanceof Error) expect(found).toMatchObject({ name: 'ClawbackError' })
    }),
    { numRuns: 60 },
  )
})

test('several skills are several artifacts, and the rest is one of its own', async () => {
  const root = await folderOf({
    'README.md': 'r',
    'skills/one/SKILL.md': skill,
    'skills/one/examples/nested/SKILL.md': skill,
    'skills/two/SKILL.md': skill.replace('greeter', 'other'),
  })
  const { artifacts } = await taken(root)
  expect(artifacts.map(({ kind, name, origin, files }) => [kind, name, origin.inside, files.length])).toEqual(
    [
      ['skill', 'greeter', 'skills/one', 2],
      ['skill', 'other', 'skills/two', 1],
      ['folder', expect.any(String), undefined, 1],
    ],
  )
})

test('kinds: plugin, server package, bundle, package', async () => {
  const server = JSON.stringify({
    name: '@a/thing-mcp',
    version: '1.2.3',
    bin: { thing: './bin/thing.js', gone: 'missing.js' },
  })
  const root = await folderOf({
    'p/.claude-plugin/plugin.json': '{"name":"p"}',
    'p/skills/s/SKILL.md': skill,
    'm/package.json': server,
    'm/bin/thing.js': '#!/usr/bin/env node\n',
    'b/manifest.json':
      '{"manifest_version":"0.3","name":"bun","server":{"type":"python","entry_point":"server/main.py"}}',
    'b/server/main.py': '',
    'package.json': '{"name":"mono","version":"0.0.1"}',
  })
  const { artifacts } = await taken(root)
  expect(artifacts.map(({ kind, name, version }) => [kind, name, version])).toEqual([
    ['mcp-server', 'bun', undefined],
    ['mcp-server', '@a/thing-mcp', '1.2.3'],
    ['plugin', 'p', undefined],
    ['package', 'mono', '0.0.1'],
  ])
  expect(artifacts[1]?.servers).toEqual([
    {
      name: 'thing',
      launch: { type: 'stdio', command: 'node', args: ['/skill/bin/thing.js'], env: {}, cwd: '/skill' },
    },
  ])
  expect(artifacts[0]?.servers[0]?.launch).toMatchObject({
    command: 'python3',
    args: ['/skill/server/main.py'],
  })
})

test('kinds: Python server, plugin with a server of its own, configuration of an agent', async () => {
  const python = await folderOf({
    'pyproject.toml':
      '[project]\nname = "clock"\nversion = "0.2.0"\ndependencies = ["mcp[cli]>=1"]\n[project.scripts]\nclock = "clock.main:run"\nodd = "x; import os"\n',
    'src/clock/main.py': '',
  })
  expect((await taken(python)).artifacts[0]).toMatchObject({
    kind: 'mcp-server',
    name: 'clock',
    version: '0.2.0',
    servers: [
      {
        name: 'clock',
        launch: {
          command: 'python3',
          args: ['-c', 'import sys; from clock.main import run; sys.exit(run())'],
        },
      },
    ],
  })
  const plugin = await folderOf({
    '.claude-plugin/plugin.json': '{"name":"p"}',
    '.mcp.json':
      '{"mcpServers":{"own":{"command":"node","args":["${CLAUDE_PLUGIN_ROOT}/server.js"]},"far":{"command":"npx","args":["x"]},"up":{"command":"node","args":["../server.js"]}}}',
    'server.js': '',
  })
  expect((await taken(plugin)).artifacts[0]).toMatchObject({
    kind: 'plugin',
    servers: [{ name: 'own', launch: { command: 'node', args: ['/skill/server.js'] } }],
  })
  const config = await folderOf({ 'CLAUDE.md': 'x', '.claude/settings.json': '{}', LICENSE: '' })
  expect((await taken(config)).artifacts[0]?.kind).toBe('agent-config')
  const code = await folderOf({ 'CLAUDE.md': 'x', 'main.py': '' })
  expect((await taken(code)).artifacts[0]?.kind).toBe('folder')
})

test('what lies in .git is left out, and strangers in it are material', async () => {
  const root = await folderOf({ 'a.txt': 'a' })
  git(root, 'init', '-q')
  expect((await taken(root)).gaps).toMatchObject([{ reason: 'repository-data', material: false }])
  await writeFile(join(root, '.git', 'payload.sh'), 'x')
  await writeFile(join(root, '.git', 'hooks', 'post-checkout'), 'x')
  const { gaps, contents } = await taken(root)
  expect([...contents.keys()]).toEqual(['a.txt'])
  expect(gaps).toMatchObject([{ reason: 'repository-data', material: true }])
})

test('a folder that only looks like a bare repository is read as a folder', async () => {
  const root = await folderOf({ HEAD: 'ref: x', 'objects/x': '', 'refs/y': '', 'SKILL.md': skill })
  expect((await taken(root)).artifacts[0]?.kind).toBe('skill')
})

test('a repository: refs, bare, submodules; its hooks do not run', async () => {
  const root = await folderOf({ 'a.txt': 'one' })
  git(root, 'init', '-q')
  git(root, 'add', '-A')
  git(root, 'commit', '-qm', 'one')
  git(root, 'tag', 'v1')
  const first = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  await writeFile(join(root, 'a.txt'), 'two')
  git(root, 'update-index', '--add', '--cacheinfo', `160000,${first},sub`)
  git(root, 'add', 'a.txt')
  git(root, 'commit', '-qm', 'two')
  const bare = join(home, `${count++}-bare.git`)
  git(home, 'clone', '-q', '--bare', root, bare)
  for (const hook of ['post-checkout', 'pre-receive', 'post-upload-pack'])
    await writeFile(join(bare, 'hooks', hook), `#!/bin/sh\ntouch ${home}/hook-ran\n`, { mode: 0o755 })
  const now = await taken(bare)
  expect(now.contents.get('a.txt')).toBe('two')
  expect(now.gaps).toMatchObject([{ reason: 'submodule', path: 'sub', material: true }])
  expect(now.artifacts[0]?.origin).toMatchObject({ type: 'git', locator: bare })
  for (const ref of ['v1', first]) expect((await taken(`${bare}#${ref}`)).contents.get('a.txt')).toBe('one')
  const limited = await taken(`${bare}#v1`, { limits: { fileBytes: 2 } }).catch((error: unknown) => error)
  expect(limited).toMatchObject({ code: 'INPUT_TOO_LARGE' })
  await expect(readFile(join(home, 'hook-ran'))).rejects.toThrow()
  await expect(taken(`${bare}#no-such`)).rejects.toMatchObject({ code: 'INTAKE_FETCH' })
  await expect(taken(`${bare}#--upload-pack=touch x`)).rejects.toMatchObject({ code: 'INTAKE_FETCH' })
})

test('a blob past the limit is left and the next one is read, an address where nobody is says so', async () => {
  const root = await folderOf({ 'a.bin': 'x'.repeat(3_000_000), 'b.md': 'after', 'c.md': 'last' })
  git(root, 'init', '-q')
  git(root, 'add', '-A')
  git(root, 'commit', '-qm', 'one')
  const { contents, gaps } = await taken(`git+file://${root}`, { limits: { fileBytes: 1000 } })
  expect([...contents.values()]).toEqual(['after', 'last'])
  expect(gaps).toMatchObject([{ reason: 'too-large', path: 'a.bin', material: true }])
  await expect(taken('git+http://127.0.0.1:1/x.git')).rejects.toMatchObject({ code: 'INTAKE_FETCH' })
  await expect(taken('git+file:///nowhere/x.git')).rejects.toMatchObject({ code: 'INTAKE_FETCH' })
})

test('a script alone is a folder of one file, its own name', async () => {
  const { contents, artifacts } = await taken(await place('run.py', Buffer.from('import os')))
  expect([...contents.values()]).toEqual(['import os'])
  expect(artifacts[0]?.kind).toBe('folder')
})

test('a client configuration: one server each, secrets gone, the code followed on demand', async () => {
  const server = await folderOf({
    'package.json':
      '{"name":"local-mcp","version":"1.0.0","dependencies":{"@modelcontextprotocol/sdk":"1"},"main":"server.js"}',
    'server.js': 'console.log(1)',
  })
  const config = await place(
    'mcp.json',
    Buffer.from(
      JSON.stringify({
        mcpServers: {
          local: {
            command: 'node',
            args: ['--no-warnings', join(server, 'server.js'), '--x'],
            env: { API_KEY: 'hunter2' },
          },
          remote: { url: 'https://x.example/mcp', headers: { Authorization: 'Bearer hunter2' } },
          python: { command: 'uvx', args: ['mcp-thing'] },
          gone: { command: 'node', args: ['/nowhere/x.js'] },
        },
      }),
    ),
  )
  const bare = await taken(config)
  expect(bare.artifacts.map(({ kind, name, origin }) => [kind, name, origin.inside])).toEqual([
    ['mcp-server', 'local', 'mcpServers.local'],
    ['mcp-server', 'remote', 'mcpServers.remote'],
    ['mcp-server', 'python', 'mcpServers.python'],
    ['mcp-server', 'gone', 'mcpServers.gone'],
  ])
  expect(new Set(bare.artifacts.map((artifact) => artifact.id)).size).toBe(4)
  expect(JSON.stringify([bare.artifacts, [...bare.contents]])).not.toContain('hunter2')
  expect(bare.artifacts.flatMap(({ gaps }) => gaps.map((gap) => [gap.reason, gap.material]))).toEqual([
    ['launch-not-resolved', true],
    ['remote-server', true],
    ['launch-not-resolved', true],
    ['launch-not-resolved', true],
  ])
  const followed = await taken(config, { resolveLaunches: true })
  expect(followed.artifacts[0]).toMatchObject({
    kind: 'mcp-server',
    name: 'local-mcp',
    origin: { type: 'folder', locator: server },
    servers: [
      {
        name: 'local',
        launch: {
          type: 'stdio',
          command: 'node',
          args: ['--no-warnings', '/skill/server.js', '--x'],
          env: { API_KEY: '«env:API_KEY»' },
          cwd: '/skill',
        },
      },
    ],
    gaps: [],
  })
  expect(followed.artifacts.map(({ gaps }) => gaps[0]?.reason)).toEqual([
    undefined,
    'remote-server',
    'launch-not-fetched',
    'launch-not-resolved',
  ])
  const one = await taken(`${config}#remote`)
  expect(one.artifacts.map((artifact) => artifact.name)).toEqual(['remote'])
  await expect(taken(`${config}#other`)).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
})

test('a client configuration followed on this machine only: files and folders, no package, no data', async () => {
  const at = await folderOf({
    'app/pyproject.toml': '[project]\nname = "thing-mcp"\ndependencies = ["mcp"]\n',
    'app/server.py': 'import mcp',
    'plain/index.js': 'console.log(1)',
    'notes.txt': 'mine',
    'tools/bare.json': '{"tools":[]}',
    'mcp.json': JSON.stringify({
      mcpServers: {
        flagged: { command: 'uv', args: ['--directory', './app', 'run', 'server.py', '-v'] },
        whole: { command: 'uv', args: ['--directory', './app', 'run', 'thing'] },
        folder: { command: 'node', args: ['plain'] },
        package: { command: 'npx', args: ['-y', 'no-such-mcp@1'] },
        bare: { command: 'serve', args: ['./notes.txt'] },
      },
    }),
  })
  const opened = await taken(join(at, 'mcp.json'), { resolveLaunches: 'local' })
  expect(
    opened.artifacts.map(({ servers, files, gaps }) => [
      servers[0]?.name,
      files.map(({ path }) => path),
      gaps[0]?.reason,
    ]),
  ).toEqual([
    ['flagged', ['pyproject.toml', 'server.py'], undefined],
    ['whole', ['pyproject.toml', 'server.py'], undefined],
    ['folder', ['index.js'], undefined],
    ['package', ['mcp.json'], 'launch-not-fetched'],
    ['bare', ['mcp.json', 'tools.json'], 'launch-not-resolved'],
  ])
  expect(opened.artifacts.slice(0, 3).map(({ servers }) => servers[0]?.launch)).toMatchObject([
    { command: 'uv', args: ['--directory', '/skill', 'run', '/skill/server.py', '-v'] },
    { command: 'uv', args: ['--directory', '/skill', 'run', 'thing'] },
    { command: 'node', args: ['/skill'] },
  ])
})

test('locators that are nothing are named as such', async () => {
  await expect(taken(join(home, 'nothing'))).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  await expect(taken('https://example.org/page')).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  await expect(taken('npm:git+ssh://x/y')).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  await expect(taken('/dev/null')).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  expect(await readdir(join(home, 'work'))).toEqual([])
})
