import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findArtifacts } from './find.js'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function write(path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

test('skills, plugins and servers are found, outermost only', async () => {
  await write('a/one/SKILL.md')
  await write('a/one/inner/SKILL.md')
  await write('a/two/skill.md')
  await write('plug/.claude-plugin/plugin.json', '{}')
  await write('plug/skills/x/SKILL.md')
  await write(
    'server/package.json',
    '{"name":"s","dependencies":{"@modelcontextprotocol/sdk":"1"},"bin":"x.js"}',
  )
  await write('library/package.json', '{"name":"l"}')
  await write('a/node_modules/three/SKILL.md')
  await write('README.md')
  await symlink(join(root, 'a'), join(root, 'again'))
  expect(await findArtifacts(root)).toEqual([
    { folder: 'a/one', kind: 'skill' },
    { folder: 'a/two', kind: 'skill' },
    { folder: 'plug', kind: 'plugin' },
    { folder: 'server', kind: 'mcp-server' },
  ])
})

test('a skill that is a plugin besides is a plugin, and the root may be an artifact itself', async () => {
  await write('SKILL.md')
  await write('.claude-plugin/plugin.json', '{}')
  await write('deep/SKILL.md')
  expect(await findArtifacts(root)).toEqual([{ folder: '', kind: 'plugin' }])
})
