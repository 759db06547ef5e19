import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findArtifacts } from './find.js'
import { intake } from './intake.js'

const python = 'from mcp.server.fastmcp import FastMCP\napp = FastMCP("x")\napp.run()\n'
const node = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nnew McpServer({})\n"

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'servers-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function write(path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

test('servers that no manifest declares are found: folders with one, and files of folders with several', async () => {
  await write('one/server.py', python)
  await write('one/helper.py', 'x = 1')
  await write('one/data/notes.txt')
  await write('many/a.py', python)
  await write('many/b.mjs', node)
  await write('many/readme.md')
  // A project is the home of the server in it, wherever in it that lies.
  await write('project/pyproject.toml', '[project]\nname = "p"')
  await write('project/src/p/server.py', python)
  await write('project/tests/test_server.py', python)
  // What lies in a skill belongs to it.
  await write('skill/SKILL.md')
  await write('skill/server.py', python)
  await write('node_modules/dep/server.js', node)
  const told: unknown[] = []
  expect(await findArtifacts(root, (passed) => told.push(...passed))).toEqual([
    { folder: 'many', file: 'a.py', kind: 'mcp-server' },
    { folder: 'many', file: 'b.mjs', kind: 'mcp-server' },
    { folder: 'one', kind: 'mcp-server' },
    { folder: 'project', kind: 'mcp-server' },
    { folder: 'skill', kind: 'skill' },
  ])
  expect(told).toEqual([{ why: 'other-file', files: 1, first: ['many/readme.md'] }])
})

test('a folder with a server is no artifact when others lie below it', async () => {
  await write('server.py', python)
  await write('skills/a/SKILL.md')
  await write('lonely.py', 'print(1)')
  await write('tests/test_a.py', python)
  const told: unknown[] = []
  expect(await findArtifacts(root, (passed) => told.push(...passed))).toEqual([
    { folder: '', file: 'server.py', kind: 'mcp-server' },
    { folder: 'skills/a', kind: 'skill' },
  ])
  expect(told).toEqual([
    { why: 'source-without-server', files: 1, first: ['lonely.py'] },
    { why: 'test', files: 1, first: ['tests/test_a.py'] },
  ])
})

test('intake takes such servers apart, each with its own bytes, and a file alone is a server', async () => {
  await write('many/a.py', python)
  await write('many/b.py', `${python}# b\n`)
  await write('many/readme.md', 'x')
  const taken = await intake(join(root, 'many'), { workdir: root })
  const seen = taken.artifacts.map(({ artifact: { kind, name, origin, files } }) => [
    ...[kind, name, origin.inside],
    files.map(({ path }) => path),
  ])
  expect(seen).toEqual([
    ['mcp-server', 'a.py', 'a.py', ['a.py']],
    ['mcp-server', 'b.py', 'b.py', ['b.py']],
    ['folder', 'many', undefined, ['readme.md']],
  ])
  await taken.close()
  const alone = await intake(join(root, 'many/b.py'), { workdir: root })
  expect(alone.artifacts.map(({ artifact }) => artifact.kind)).toEqual(['mcp-server'])
  expect(alone.artifacts[0]?.artifact.id).toBe(taken.artifacts[1]?.artifact.id)
  await alone.close()
})
