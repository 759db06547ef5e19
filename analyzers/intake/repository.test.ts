import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRepository } from './repository.js'
import type { Repository, RepositoryOptions } from './repository.js'
import { commitTime } from './sources/history.js'

let folder = ''
let repository = ''
let day = 0
let opened: Repository | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repository-'))
  repository = join(folder, 'repo')
  day = 0
  await mkdir(repository)
  git('init', '--quiet', '--initial-branch=main')
})
afterEach(async () => {
  await opened?.close()
  opened = undefined
  await rm(folder, { recursive: true, force: true })
})

function git(...args: readonly string[]): string {
  const date = `2026-01-${String(++day).padStart(2, '0')}T00:00:00Z`
  const env = {
    ...{ ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
    ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  }
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.test']
  return execFileSync('git', [...who, ...args], { cwd: repository, env, encoding: 'utf8' }).trim()
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(repository, path)), { recursive: true })
  await writeFile(join(repository, path), text)
}

function commit(): string {
  git('add', '-A')
  git('commit', '--quiet', '-m', 'x')
  return git('rev-parse', 'HEAD')
}

async function open(more: Partial<RepositoryOptions> = {}, locator = repository): Promise<Repository> {
  await opened?.close()
  return (opened = await openRepository(locator, { workdir: folder, ...more }))
}

const skill = (name: string, text = ''): string => `---\nname: ${name}\n---\n${text}`

test('the skills of a commit, each opened by itself with its commit', async () => {
  await write('skills/a/SKILL.md', skill('a'))
  await write('skills/a/inner/SKILL.md', skill('part of a'))
  await write('skills/b c/SKILL.md', skill('b'))
  await write('README.md', 'x')
  const first = commit()
  await rm(join(repository, 'skills/a'), { recursive: true })
  commit()
  const there = await open({ at: first })
  expect(await there.places()).toEqual(['skills/a', 'skills/b c'])
  expect(await (await open()).places()).toEqual(['skills/b c'])
  const old = await open({ at: first })
  const taken = await old.take({ folder: 'skills/a', commit: first, time: old.time })
  expect(taken.artifacts.map(({ artifact }) => artifact)).toMatchObject([
    { name: 'a', kind: 'skill', origin: { type: 'git', pin: first, inside: 'skills/a' } },
  ])
  await taken.close()
  expect((await readdir(folder)).filter((name) => /^(intake|places)-/.test(name))).toEqual([])
})

test('servers that are one file are places of a commit too, and opened by themselves', async () => {
  const server = 'from mcp.server.fastmcp import FastMCP\napp = FastMCP("x")\n'
  await write('many/a.py', server)
  await write('many/b.py', `${server}app.run()\n`)
  await write('one/server.py', server)
  await write('one/beside.py', 'x = 1')
  await write('skills/a/SKILL.md', skill('a'))
  await write('skills/a/server.py', server)
  const first = commit()
  await write('many/a.py', `${server}# later\n`)
  const second = commit()
  const repo = await open()
  expect(await repo.places()).toEqual(['many/a.py', 'many/b.py', 'one', 'skills/a'])
  const taken = await repo.take({ folder: 'many/a.py', commit: second, time: '' })
  expect(taken.artifacts.map(({ artifact: { kind, name, origin, files } }) => [kind, name, origin.inside, files.length])).toEqual([['mcp-server', 'a.py', 'many/a.py', 1]]) // prettier-ignore
  await taken.close()
  const { versions } = await repo.history(10)
  expect(versions.filter(({ folder: at }) => at === 'many/a.py').map((one) => one.commit)).toEqual([first, second]) // prettier-ignore
})

test('history: each content once with the commit that brought it, gone and moved skills too, bounded', async () => {
  await write('a/SKILL.md', skill('a', 'one'))
  await write('old/SKILL.md', skill('old'))
  const first = commit()
  await write('a/SKILL.md', skill('a', 'two'))
  const second = commit()
  await write('README.md', 'touches no skill')
  commit()
  await write('a/SKILL.md', skill('a', 'one'))
  await rm(join(repository, 'old'), { recursive: true })
  commit()
  const there = await open()
  const { versions, more } = await there.history(10)
  expect(more).toEqual([])
  expect(versions.map(({ folder: place, commit: id }) => [place, id])).toEqual([
    ['a', first],
    ['a', second],
    ['old', first],
  ])
  expect(versions[0]?.time).toMatch(/^2026-01-\d\dT00:00:00\.000Z$/)
  const bounded = await there.history(1)
  expect([bounded.versions.length, [...bounded.more].sort()]).toEqual([1, ['a', 'old']])
})

test('a skill that came by a merge is in the history', async () => {
  await write('README.md', 'x')
  commit()
  git('checkout', '--quiet', '-b', 'side')
  await write('a/SKILL.md', skill('a', 'side'))
  const side = commit()
  git('checkout', '--quiet', 'main')
  await write('b/SKILL.md', skill('b'))
  const main = commit()
  git('merge', '--quiet', '--no-edit', 'side')
  const { versions } = await (await open()).history(10)
  expect(versions.map(({ folder: place, commit: id }) => [place, id])).toEqual([
    ['a', side],
    ['b', main],
  ])
})

test('a repository elsewhere is fetched with its history', async () => {
  await write('a/SKILL.md', skill('a', 'one'))
  commit()
  await write('a/SKILL.md', skill('a', 'two'))
  commit()
  const { versions } = await (await open({ history: true }, `git+file://${repository}`)).history(10)
  expect(versions).toHaveLength(2)
})

test('what a repository configures runs nothing', async () => {
  await write('a/SKILL.md', skill('a'))
  await write('.gitattributes', '* diff=evil filter=evil')
  commit()
  const trap = join(folder, 'ran')
  for (const name of ['core.fsmonitor', 'core.pager', 'diff.external', 'diff.evil.textconv', 'diff.evil.command', 'filter.evil.smudge', 'gpg.program', 'core.sshCommand', 'uploadpack.packObjectsHook']) git('config', name, `touch ${trap};`) // prettier-ignore
  git('config', 'log.showSignature', 'true')
  const there = await open()
  const { versions } = await there.history(10)
  for (const version of versions) await (await there.take(version)).close()
  expect(await readdir(folder)).not.toContain('ran')
})

test('a commit of a time that is none is a commit', () => {
  expect([NaN, -5, 0, 1e15].map(commitTime)).toEqual([
    '1970-01-01T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.000Z',
  ])
})

test('no repository, no such commit, no such folder: each says so', async () => {
  await write('a/SKILL.md', skill('a'))
  commit()
  await mkdir(join(folder, 'plain'))
  await expect(open({}, join(folder, 'plain'))).rejects.toMatchObject({ code: 'INPUT_UNSUPPORTED' })
  await expect(open({ at: 'none' })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  await expect(open({ at: '--output=x' })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  const there = await open()
  await expect(there.take({ folder: 'b', commit: there.commit, time: '' })).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' }) // prettier-ignore
})
